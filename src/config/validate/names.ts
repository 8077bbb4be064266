import { nearestName } from '../../shared/nearest-name.ts';
import type { Configuration } from '../configuration.ts';
import { type Finding, finding } from '../finding.ts';
import { findVariable, VARIABLES } from '../variables/variables.ts';

/**
 * Variables that agents of other languages, the operator or the collector read, often from a shared
 * ConfigMap.
 */
const FOREIGN = [
  /^OTEL_(JAVA|JAVAAGENT|JMX|PYTHON|DOTNET|GO|PHP|RUBY|CPP|RUST|EBPF|DENO|CLI|INJECTOR|OPERATOR|COLLECTOR)(_|$)/,
  /^OTEL_INSTRUMENTATION_/,
  /^OTEL_RESOURCE_ATTRIBUTES_/,
  /^OTEL_(POD|NODE)_(IP|NAME|UID)$/,
];

/** `OTEL_ENDPOINT` lacks EXPORTER and OTLP. */
const MOST_MISSING_WORDS = 2;

/**
 * Variables that Kubernetes sets for a Service:
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
const SERVICE_LINK =
  /(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;

/** Names that look like OpenTelemetry's but that nothing reads, or only SDKs of other languages. */
export function validateNames({ names, settings, configFile }: Configuration): readonly Finding[] {
  const known = VARIABLES.map(variable => variable.name);
  return names.flatMap(name => {
    const variable = findVariable(name);
    if (variable?.unsupported && settings.has(name) && !configFile) {
      return [finding('variable-unsupported', name, { instead: variable.unsupported })];
    }
    if (variable || isForeign(name, names)) return [];
    if (name.startsWith('OTEL_')) return [unknown(name, nearestOf(name, known))];
    const nearest = nearlyOtel(name, known);
    return nearest ? [unknown(name, nearest)] : [];
  });
}

/** Few wrong letters, then a name of OpenTelemetry that was taken for one of otel-run's, then a weaker resemblance. */
function nearestOf(name: string, known: readonly string[]): string | undefined {
  return (
    nearestName(name, known, 2) ??
    withoutRun(name, known) ??
    nearestName(name, known) ??
    withMissingWords(name, known)
  );
}

/** `OTEL_RUN_SERVICE` → `OTEL_SERVICE_NAME`, `OTEL_RUN_METRICS_EXPORTER` → `OTEL_METRICS_EXPORTER`. */
function withoutRun(name: string, known: readonly string[]): string | undefined {
  const bare = name.replace(/^OTEL_RUN_/, 'OTEL_');
  if (bare === name) return undefined;
  return known.includes(bare) ? bare : withMissingWords(bare, known);
}

/**
 * The known name with the same words in the same order and one or two more: `OTEL_SERVICE` →
 * `OTEL_SERVICE_NAME`.
 */
function withMissingWords(name: string, known: readonly string[]): string | undefined {
  const words = name.toUpperCase().split('_').filter(Boolean);
  if (words.length < 2) return undefined;
  const extra = (candidate: string) => {
    const all = candidate.split('_');
    let at = 0;
    for (const word of all) if (word === words[at]) at++;
    return at === words.length ? all.length - words.length : Number.POSITIVE_INFINITY;
  };
  const [nearest] = known
    .map(candidate => ({ candidate, more: extra(candidate) }))
    .filter(({ more }) => more > 0 && more <= MOST_MISSING_WORDS)
    .sort((one, other) => one.more - other.more);
  return nearest?.candidate;
}

function unknown(name: string, nearest: string | undefined): Finding {
  return finding('variable-unknown', name, nearest ? { nearest } : {});
}

function isForeign(name: string, names: readonly string[]): boolean {
  if (FOREIGN.some(pattern => pattern.test(name))) return true;
  return SERVICE_LINK.test(name) && names.includes(`${name.replace(SERVICE_LINK, '')}_SERVICE_HOST`);
}

/** A name without its separators: `OTEL.SERVICE-NAME` equals `OTELSERVICENAME`. */
const lettersOf = (name: string) => name.replace(/[^A-Za-z0-9]/g, '').toUpperCase();

/** `OTEL` or `OTLP` with one mistake still has three of its letters. */
const THREE_OF_OTEL = /^(?:.{0,2}[OTELP]){3}/;

/**
 * The variable meant by `TEL_…`, `OTLE_…`, `otel_…`, `OTEL.SERVICE.NAME`, `OPENTELEMETRY_…` or
 * `EXPORTER_OTLP_…`. A cheap test rejects most names, so that not every variable is compared with the table.
 */
function nearlyOtel(name: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(name).replace(/^OPENTELEMETRY|^(?=EXPORTEROTLP)/, 'OTEL');
  if (!THREE_OF_OTEL.test(letters)) return undefined;
  const begins = [3, 4, 5].some(
    length => nearestName(letters.slice(0, length), ['OTEL', 'OTLP'], 1) !== undefined,
  );
  if (!begins || !/[A-Za-z]/.test(name.slice(3))) return undefined;
  const nearest = nearestName(letters, known.map(lettersOf), 2);
  return known.find(candidate => lettersOf(candidate) === nearest);
}
