import type { Origin } from '../receiver/telemetry.ts';
import type { Check, Evidence } from './check.ts';
import { describe, pidOf, plural } from './evidence.ts';
import type { Facts } from './facts.ts';

/** Other service attributes of the semantic conventions: useful, but not required. */
const RECOMMENDED = [
  { name: 'service.version', from: 'the version of package.json' },
  { name: 'deployment.environment.name', from: '--environment or NODE_ENV' },
];

/** Checks of the service name. */
export const SERVICE_CHECKS: readonly Check[] = [
  {
    id: 'service-name',
    severity: 'error',
    holds: 'Telemetry is filed under the configured service.name.',
    fails: 'Telemetry is filed under a wrong service.name, or without one.',
    find(facts) {
      const resources = distinctResources(facts);
      if (resources.length === 0) return { skip: 'nothing was received' };
      const wrong = [
        ...resources.flatMap(badName),
        ...notTheConfigured(resources, facts),
        ...severalOfOneProcess(resources),
      ];
      if (wrong.length > 0) return wrong;
      const note = RECOMMENDED.flatMap(({ name, from }) => missing(resources, name, from));
      return { note };
    },
  },
];

function distinctResources({ telemetry }: Facts): Origin[] {
  const all = [...telemetry.spans, ...telemetry.logs, ...telemetry.metricPoints];
  return [...new Map(all.map(item => [JSON.stringify(item.resource), item])).values()];
}

function nameOf({ resource }: Origin): string {
  return describe(resource['service.name'] ?? '');
}

/** The specification's fallback is `unknown_service:` followed by the executable's name. */
function badName(origin: Origin): Evidence[] {
  const name = nameOf(origin);
  if (name.trim() === '') return [evidence(origin, 'service.name is not set')];
  return /^unknown_service\b/.test(name) ? [evidence(origin, `service.name is ${name}`)] : [];
}

function notTheConfigured(resources: readonly Origin[], { expected }: Facts): Evidence[] {
  const names = [...new Set(resources.map(nameOf))];
  if (expected.serviceName === null || names.includes(expected.serviceName)) return [];
  return [
    {
      kind: 'resource',
      text: `${expected.serviceName} was configured, ${names.join(', ') || 'nothing'} arrived`,
    },
  ];
}

function severalOfOneProcess(resources: readonly Origin[]): Evidence[] {
  const namesByPid = new Map<number, Set<string>>();
  for (const origin of resources) {
    const pid = pidOf(origin);
    if (pid !== undefined) namesByPid.set(pid, (namesByPid.get(pid) ?? new Set()).add(nameOf(origin)));
  }
  return [...namesByPid]
    .filter(([, names]) => names.size > 1)
    .map(([pid, names]) => ({
      kind: 'resource',
      text: `process ${pid} has several: ${[...names].join(', ')}`,
      pid,
    }));
}

function missing(resources: readonly Origin[], name: string, from: string): Evidence[] {
  const without = resources.filter(({ resource }) => !resource[name]);
  if (without.length === 0) return [];
  return [
    { kind: 'resource', text: `${name} is missing on ${plural(without.length, 'resource')} (${from})` },
  ];
}

function evidence(origin: Origin, text: string): Evidence {
  const pid = pidOf(origin);
  return { kind: 'resource', text, ...(pid !== undefined && { pid }) };
}
