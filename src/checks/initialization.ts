import type { Origin, Span } from '../receiver/telemetry.ts';
import { compileGlobs } from '../shared/glob.ts';
import type { Check, Evidence } from './check.ts';
import { describeArgv, pidOf, plural, shorten } from './evidence.ts';
import type { Facts, ProcessEntry } from './facts.ts';

/** Checks of where telemetry was initialized. */
export const INITIALIZATION_CHECKS: readonly Check[] = [
  {
    id: 'init-exactly-once',
    severity: 'error',
    holds: 'Each process is one source of telemetry.',
    fails:
      'A process is more than one source of telemetry, so it is counted and billed more than once. Remove the other SDK.',
    find: facts => [...initializedTwice(facts.processes), ...otherSources(facts)],
  },
  {
    id: 'init-where-work-runs',
    severity: 'error',
    holds: 'Telemetry is initialized where work runs.',
    fails:
      'Work ran in a process without telemetry. Let it inherit NODE_OPTIONS, and start it with a Node.js that otel-run supports.',
    find: facts => [...unreached(facts), ...unseenRequests(facts)],
  },
];

function initializedTwice(processes: readonly ProcessEntry[]): Evidence[] {
  return processes
    .filter(({ initializations }) => initializations > 1)
    .map(entry => processEvidence(entry, `initialized ${plural(entry.initializations, 'time')}`));
}

/**
 * Spans and log records from an instance that is not a process of otel-run. Metrics are not checked: an
 * application may have its own meter provider.
 */
function otherSources({ telemetry, processes }: Facts): Evidence[] {
  const initialized = processes.filter(({ decision }) => decision === 'initialized');
  const known = new Set(initialized.map(({ instanceId }) => instanceId));
  const others = new Map<string, { origin: Origin; count: number }>();
  for (const item of [...telemetry.spans, ...telemetry.logs]) {
    const { key, instanceId } = sourceOf(item);
    if (known.has(instanceId)) continue;
    const pid = pidOf(item);
    // A process in which otel-run stepped aside is one source: its own SDK.
    if (pid !== undefined && !initialized.some(entry => entry.pid === pid)) continue;
    others.set(key, { origin: item, count: (others.get(key)?.count ?? 0) + 1 });
  }
  return [...others.values()].map(({ origin, count }) => otherSourceEvidence(origin, count));
}

/**
 * A configuration file may declare a resource without `service.instance.id`,
 * which its process reports as null.
 */
function sourceOf({ resource }: Origin): { key: string; instanceId: string | null } {
  const instanceId = resource['service.instance.id'];
  const names = ['process.pid', 'service.name', 'service.instance.id', 'telemetry.sdk.name'];
  const key = JSON.stringify(names.map(name => resource[name] ?? null));
  return { key, instanceId: typeof instanceId === 'string' ? instanceId : null };
}

function otherSourceEvidence(origin: Origin, count: number): Evidence {
  const pid = pidOf(origin);
  const { resource, scope } = origin;
  const name = `service.name ${String(resource['service.name'] ?? 'not set')}`;
  const instance = `service.instance.id ${String(resource['service.instance.id'] ?? 'not set')}`;
  return {
    kind: 'resource',
    text: `${plural(count, 'item')} came from an SDK that otel-run did not start: ${name}, ${instance}, scope ${scope.name || 'not set'}`,
    ...(pid !== undefined && { pid }),
  };
}

/** No process at all, one without the preload, or one that serves but was skipped. */
function unreached({ processes }: Facts): Evidence[] {
  if (processes.length === 0) return [{ kind: 'process', text: 'no Node.js process inherited the preload' }];
  const bad = processes.filter(
    ({ decision, unreached, listens }) => decision === 'skipped' && (listens || unreached),
  );
  const nobody = processes.every(({ decision }) => decision === 'skipped');
  return (nobody ? processes : bad).map(entry =>
    processEvidence(entry, `${entry.listens ? 'it serves, but ' : ''}${entry.reason}`),
  );
}

/** An answered request leaves a server span with its path, unless the path is ignored. */
function unseenRequests({ telemetry, requests, expected, command }: Facts): Evidence[] {
  const isIgnored = compileGlobs(expected.ignorePaths);
  const answered = requests.filter(({ error, url }) => error === null && !isIgnored?.(new URL(url).pathname));
  const servers = telemetry.spans.filter(({ kind }) => kind === 'server');
  // A killed process had no time to deliver the span.
  if (command.killed || !expected.traces) return [];
  const unseen = answered.filter(({ url }) => !servers.some(span => mayServe(span, new URL(url).pathname)));
  return unseen.map(({ method, url }) => ({
    kind: 'request',
    text: `${method} ${url} was answered, but its server span did not arrive`,
  }));
}

/** Some instrumentations do not record the path. */
function mayServe({ attributes }: Span, path: string): boolean {
  const served = attributes['url.path'] ?? attributes['http.target'];
  return typeof served !== 'string' || served.split('?')[0] === path;
}

function processEvidence({ pid, threadId, argv }: ProcessEntry, matter: string): Evidence {
  const thread = threadId === 0 ? '' : `, thread ${threadId}`;
  return {
    kind: 'process',
    text: `process ${pid}${thread} (${shorten(describeArgv(argv), 80)}): ${matter}`,
    pid,
  };
}
