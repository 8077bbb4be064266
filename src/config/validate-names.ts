import type { Configuration } from './configuration.ts';
import { type Finding, finding } from './finding.ts';
import { nearestName } from './nearest-name.ts';
import { findVariable, VARIABLES } from './variables.ts';

/** Variables that other languages' agents, the operator, or the collector read, often from one shared ConfigMap. */
const FOREIGN = [
  /^OTEL_(JAVA|JAVAAGENT|JMX|PYTHON|DOTNET|GO|PHP|RUBY|CPP|RUST|EBPF|DENO|CLI|INJECTOR|OPERATOR|COLLECTOR)(_|$)/,
  /^OTEL_INSTRUMENTATION_/,
  /^OTEL_RESOURCE_ATTRIBUTES_/,
  /^OTEL_(POD|NODE)_(IP|NAME|UID)$/,
];

/** What Kubernetes sets for a Service: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables */
const SERVICE_LINK =
  /(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;

/** Names that look like OpenTelemetry's but that nobody reads, and those that only other languages' SDKs read. */
export function validateNames({ names, settings, configFile }: Configuration): readonly Finding[] {
  const known = VARIABLES.map(variable => variable.name);
  return names.flatMap(name => {
    const variable = findVariable(name);
    if (variable?.unsupported && settings.has(name) && !configFile) {
      return [finding('variable-unsupported', name, { instead: variable.unsupported })];
    }
    if (variable || isForeign(name, names)) return [];
    if (name.startsWith('OTEL_')) return [unknown(name, nearestName(name, known))];
    const nearest = isNearlyOtel(name) ? nearestName(name, known, 2) : undefined;
    return nearest ? [unknown(name, nearest)] : [];
  });
}

function unknown(name: string, nearest: string | undefined): Finding {
  return finding('variable-unknown', name, nearest ? { nearest } : {});
}

function isForeign(name: string, names: readonly string[]): boolean {
  if (FOREIGN.some(pattern => pattern.test(name))) return true;
  return SERVICE_LINK.test(name) && names.includes(`${name.replace(SERVICE_LINK, '')}_SERVICE_HOST`);
}

/** `TEL_…`, `OTLE_…`, `OTLP_…`, `otel_…`: cheap to tell, so that the whole environment need not be compared with the table. */
function isNearlyOtel(name: string): boolean {
  const [first = '', ...rest] = name.split('_');
  return rest.length > 0 && nearestName(first, ['OTEL', 'OTLP'], 1) !== undefined;
}
