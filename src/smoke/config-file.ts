import { isMap, isScalar, type Pair, parseDocument, visit, YAMLMap } from 'yaml';
import type { Receiver } from '../receiver/receiver.ts';
import type { Signal } from '../shared/signal.ts';

/** A configuration file that sends to the receiver, or its exporters that cannot be redirected. */
export type Redirected =
  | { readonly kind: 'redirected'; readonly text: string }
  | { readonly kind: 'refused'; readonly exporters: readonly string[] };

const PROVIDERS: Readonly<Record<string, Signal>> = {
  tracer_provider: 'traces',
  logger_provider: 'logs',
  meter_provider: 'metrics',
};

/** Settings of an exporter that are only for production. */
const PRODUCTION_KEYS = [
  ...['endpoint', 'headers', 'headers_list', 'compression', 'tls', 'insecure'],
  ...['certificate', 'certificate_file', 'client_key', 'client_key_file'],
  ...['client_certificate', 'client_certificate_file'],
];

/** An exporter that prints and sends nothing. */
const CONSOLE = 'console';
const OTLP_HTTP = 'otlp_http';

/**
 * Rewrites a declarative configuration (OTEL_CONFIG_FILE): each OTLP exporter is pointed at the receiver and
 * loses its headers, certificates and compression. A signal that is only printed is sent to the receiver instead. Other
 * `${…}` stay for the SDK to substitute.
 *
 * @param text YAML that the SDK's own parser accepts
 */
export function redirectConfigFile(
  text: string,
  receiver: Pick<Receiver, 'httpUrl' | 'grpcUrl'>,
): Redirected {
  const document = parseDocument(text, { merge: true });
  // An exporter shared by an alias gets its own endpoint for each signal.
  visit(document, { Alias: (_, alias) => alias.resolve(document)?.clone() as never });
  visit(document, {
    Collection(_, node) {
      node.anchor = undefined as never;
    },
  });
  const refused: string[] = [];
  for (const [provider, signal] of Object.entries(PROVIDERS)) {
    const root = document.get(provider);
    if (isMap(root)) redirectExporters(root, signal, receiver, refused);
  }
  if (refused.length > 0) return { kind: 'refused', exporters: [...new Set(refused)] };
  return { kind: 'redirected', text: String(document) };
}

function redirectExporters(
  root: YAMLMap,
  signal: Signal,
  receiver: Pick<Receiver, 'httpUrl' | 'grpcUrl'>,
  refused: string[],
): void {
  const exporters = exportersIn(root);
  const isSent = exporters.some(exporter => endpointFor(nameOf(exporter), signal, receiver) !== undefined);
  for (const exporter of exporters) {
    const name = nameOf(exporter);
    if (name === CONSOLE && isSent) continue;
    if (name === CONSOLE) exporter.key = OTLP_HTTP;
    const endpoint = endpointFor(nameOf(exporter), signal, receiver);
    if (endpoint === undefined) refused.push(name);
    else exporter.value = pointAt(exporter.value, endpoint);
  }
}

function exportersIn(root: YAMLMap): Pair<unknown, unknown>[] {
  const exporters: Pair<unknown, unknown>[] = [];
  visit(root, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'exporter' || !isMap(value)) return;
      exporters.push(...value.items);
      return visit.SKIP;
    },
  });
  return exporters;
}

function nameOf({ key }: Pair<unknown, unknown>): string {
  return String(isScalar(key) ? key.value : key);
}

function endpointFor(
  name: string,
  signal: Signal,
  { httpUrl, grpcUrl }: Pick<Receiver, 'httpUrl' | 'grpcUrl'>,
): string | undefined {
  if (name === OTLP_HTTP) return `${httpUrl}/v1/${signal}`;
  return name === 'otlp_grpc' ? grpcUrl : undefined;
}

function pointAt(exporter: unknown, endpoint: string): YAMLMap {
  const map = isMap(exporter) ? exporter : new YAMLMap();
  for (const key of PRODUCTION_KEYS) map.delete(key);
  map.set('endpoint', endpoint);
  return map;
}
