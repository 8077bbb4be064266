import type { Attributes, Origin, Telemetry } from '../../receiver/telemetry.ts';
import { everyOne, type Rule } from './rule.ts';

/**
 * Attributes of the semantic conventions that belong to only one level. Calls of
 * AWS and FaaS have a few of `cloud`.
 */
const OF_RESOURCES =
  /^(?:service\.(?!peer\.)|telemetry\.|host\.|os\.|k8s\.|container\.|cloud\.(?!region$|resource_id$|account\.id$)|process\.runtime\.|deployment\.environment\b)/;
const OF_SPANS_AND_LOGS =
  /^(?:http\.(?:request|response|route)|url|rpc|messaging|exception|error|code|db|client|network|graphql)(?:\.|$)/;

/** Attributes that distinguish logical resources. */
const IDENTITY = ['host.name', 'container.id', 'k8s.pod.uid', 'k8s.pod.name', 'process.pid'];

/** Node.js versions that a major version of the JavaScript SDK supports: the lowest of each release line. */
const SUPPORTED_NODE: Readonly<Record<string, readonly string[]>> = {
  '1': ['14.0'],
  '2': ['18.19', '20.6'],
  '3': ['22.15'],
};

/** Rules about resources and the SDK. */
export const RESOURCE_RULES: readonly Rule[] = [
  {
    id: 'RES-001',
    impact: 'normal',
    about: 'service.instance.id is on every resource',
    decide: telemetry =>
      everyOne(resourcesOf(telemetry), resource => isText(resource['service.instance.id'])),
  },
  {
    id: 'RES-002',
    impact: 'important',
    about: 'service.instance.id is unique',
    decide: telemetry => {
      const withId = resourcesOf(telemetry).filter(resource => isText(resource['service.instance.id']));
      return everyOne(withId, one => !withId.some(other => isSameInstance(one, other) && differ(one, other)));
    },
  },
  {
    id: 'RES-003',
    impact: 'important',
    about: 'k8s.pod.uid is on every resource that describes a pod',
    decide: telemetry =>
      everyOne(
        resourcesOf(telemetry).filter(resource =>
          Object.keys(resource).some(name => name.startsWith('k8s.')),
        ),
        resource => isText(resource['k8s.pod.uid']),
      ),
  },
  {
    id: 'RES-004',
    impact: 'important',
    about: 'attributes are at their proper level of OTLP',
    decide: telemetry =>
      everyOne(itemsOf(telemetry), ({ resource, attributes }) => {
        const misplaced = Object.keys(attributes).some(name => OF_RESOURCES.test(name));
        return !misplaced && !Object.keys(resource).some(name => OF_SPANS_AND_LOGS.test(name));
      }),
  },
  {
    id: 'RES-005',
    impact: 'critical',
    about: 'service.name is on every resource',
    decide: telemetry => everyOne(resourcesOf(telemetry), resource => isText(resource['service.name'])),
  },
  {
    id: 'SDK-001',
    impact: 'low',
    about: 'the SDK or its distribution supports the runtime',
    decide: telemetry =>
      everyOne(
        resourcesOf(telemetry).filter(resource => supportedBy(resource).length > 0),
        isSupportedRuntime,
      ),
  },
];

type Judged = Origin & { readonly attributes: Attributes };

function itemsOf({ spans, logs }: Telemetry): readonly Judged[] {
  return [...spans, ...logs];
}

function resourcesOf({ spans, logs, metricPoints }: Telemetry): readonly Attributes[] {
  const resources = [...spans, ...logs, ...metricPoints].map(({ resource }) => resource);
  return [...new Map(resources.map(resource => [JSON.stringify(resource), resource])).values()];
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isSameInstance(one: Attributes, other: Attributes): boolean {
  return ['service.name', 'service.instance.id'].every(name => one[name] === other[name]);
}

/** A resource without an attribute may equal one that has it. */
function differ(one: Attributes, other: Attributes): boolean {
  return IDENTITY.some(
    name => one[name] !== undefined && other[name] !== undefined && one[name] !== other[name],
  );
}

/**
 * Versions that otel-run supports in addition to those of its SDK, verified by its own tests on every line.
 */
const SUPPORTED_BY_DISTRIBUTION = ['20.19'];

/** What a resource's SDK supports; undefined if the resource does not say or the SDK is newer. */
function supportedBy(resource: Attributes): readonly string[] {
  const { 'telemetry.sdk.language': language, 'process.runtime.version': runtime } = resource;
  if (language !== 'nodejs' || !isText(runtime)) return [];
  const bySdk = SUPPORTED_NODE[String(resource['telemetry.sdk.version']).split('.')[0] ?? ''] ?? [];
  const isOurs = bySdk.length > 0 && resource['telemetry.distro.name'] === 'otel-run';
  return isOurs ? [...SUPPORTED_BY_DISTRIBUTION, ...bySdk] : bySdk;
}

function isSupportedRuntime(resource: Attributes): boolean {
  const [major = 0, minor = 0] = String(resource['process.runtime.version'])
    .replace(/^v/, '')
    .split('.')
    .map(Number);
  const floors = supportedBy(resource).map(floor => floor.split('.').map(Number));
  const newest = Math.max(...floors.map(([line = 0]) => line));
  return floors.some(
    ([line = 0, least = 0]) => (major === line && minor >= least) || (line === newest && major > line),
  );
}
