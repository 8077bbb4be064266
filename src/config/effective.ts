import { SIGNALS, type Signal } from '../shared/signal.ts';
import type { Configuration, Setting } from './configuration.ts';
import { parseList, readBoolean } from './parse/values.ts';
import { redactUrl } from './redact.ts';
import { redactSecrets } from './redact-secrets.ts';
import { otlpVariable } from './variables/otlp.ts';

/**
 * How one signal leaves the process, for display. `exporter` is `config-file` if an OTEL_CONFIG_FILE decides.
 */
export interface EffectiveSignal {
  readonly exporter: string;
  readonly protocol?: string;
  readonly endpoint?: string;
  /** Which metrics are exported, if any. A configuration file decides for itself. */
  readonly policy?: MetricsPolicy;
}

/** `OTEL_RUN_METRICS`: a small bounded set, or everything measured. */
export type MetricsPolicy = 'curated' | 'all';

/** A signal exported over OTLP, with its settings. The strongest header setting is last. */
export interface OtlpExport {
  readonly signal: Signal;
  readonly protocol: string;
  readonly protocolSetting: Setting | undefined;
  readonly endpoint: Setting | undefined;
  readonly insecure: boolean;
  readonly headers: readonly Setting[];
}

/** Every signal as the JavaScript SDK will export it, safe to print. Disabled telemetry has no exporters. */
export function effectiveSignals(configuration: Configuration): Readonly<Record<Signal, EffectiveSignal>> {
  const exports = otlpExports(configuration);
  const rows = SIGNALS.map(signal => [signal, effectiveSignal(configuration, signal, exports)] as const);
  return Object.fromEntries(rows) as Record<Signal, EffectiveSignal>;
}

function effectiveSignal(
  configuration: Configuration,
  signal: Signal,
  exports: readonly OtlpExport[],
): EffectiveSignal {
  if (configuration.configFile && !configuration.disabled.on) return { exporter: 'config-file' };
  const exporter = redactSecrets(exportersOf(configuration, signal).join(',')) || 'none';
  const otlp = exports.find(candidate => candidate.signal === signal);
  return {
    exporter,
    ...(otlp && { protocol: redactSecrets(otlp.protocol), endpoint: endpointOf(withoutSecret(otlp)) }),
    ...(signal === 'metrics' && exporter !== 'none' && { policy: metricsPolicy(configuration) }),
  };
}

/** Which metrics are exported, if any. */
export function metricsPolicy({ settings }: Configuration): MetricsPolicy {
  return settings.get('OTEL_RUN_METRICS')?.value === 'all' ? 'all' : 'curated';
}

/** Redacted before the address is parsed: afterwards a password looks like a path. */
function withoutSecret(otlp: OtlpExport): OtlpExport {
  return otlp.endpoint
    ? { ...otlp, endpoint: { ...otlp.endpoint, value: redactUrl(otlp.endpoint.value) } }
    : otlp;
}

/**
 * The exporters of a signal. `none` anywhere in the list switches it off, and development mode switches logs
 * off.
 */
export function exportersOf(configuration: Configuration, signal: Signal): readonly string[] {
  if (configuration.disabled.on || configuration.configFile) return [];
  if (signal === 'logs' && configuration.development.on) return [];
  const names = parseList(configuration.settings.get(`OTEL_${signal.toUpperCase()}_EXPORTER`)?.value) ?? [];
  return names.includes('none') ? [] : [...new Set(names)];
}

/**
 * The signals exported over OTLP. A signal's own variable overrides the general one, but headers are merged.
 */
export function otlpExports(configuration: Configuration): readonly OtlpExport[] {
  const { settings } = configuration;
  const exported = SIGNALS.filter(signal => exportersOf(configuration, signal).includes('otlp'));
  return exported.map(signal => {
    const own = (suffix: string) =>
      settings.get(otlpVariable(suffix, signal)) ?? settings.get(otlpVariable(suffix));
    const headers = [settings.get(otlpVariable('HEADERS')), settings.get(otlpVariable('HEADERS', signal))];
    return {
      signal,
      protocol: own('PROTOCOL')?.value ?? 'http/protobuf',
      protocolSetting: own('PROTOCOL'),
      endpoint: own('ENDPOINT'),
      insecure: readBoolean(own('INSECURE')?.value, false),
      headers: headers.filter(setting => setting !== undefined),
    };
  });
}

/**
 * The address that a signal is sent to. Over HTTP, the signal's path is appended to the general endpoint, and
 * a signal's own endpoint is used unchanged. gRPC has no paths, and without a scheme it uses TLS unless
 * OTEL_EXPORTER_OTLP_INSECURE is true. The address may hold credentials.
 */
export function endpointOf({ signal, protocol, endpoint, insecure }: OtlpExport): string {
  if (protocol === 'grpc') return grpcEndpoint(endpoint?.value ?? 'http://localhost:4317', insecure);
  const base = endpoint?.value ?? 'http://localhost:4318';
  if (endpoint && isOwnEndpoint(endpoint, signal)) return base;
  return `${base.replace(/\/$/, '')}/v1/${signal}`;
}

function grpcEndpoint(value: string, insecure: boolean): string {
  const url = /^\w+:\/\//.test(value) ? value : `${insecure ? 'http' : 'https'}://${value}`;
  return url.replace(/^(\w+:\/\/[^/]*).*$/, '$1');
}

/** Whether an endpoint was set for this signal alone. */
export function isOwnEndpoint(endpoint: Setting, signal: Signal): boolean {
  return endpoint.name === otlpVariable('ENDPOINT', signal);
}
