import { SIGNALS, type Signal } from '../shared/signal.ts';
import type { Configuration, Setting } from './configuration.ts';
import { parseList, readBoolean } from './parse/values.ts';
import { redactUrl } from './redact.ts';
import { otlpVariable } from './variables/otlp.ts';

/** How one signal leaves the process, for showing. `exporter` is `config-file` where an OTEL_CONFIG_FILE decides. */
export interface EffectiveSignal {
  readonly exporter: string;
  readonly protocol?: string;
  readonly endpoint?: string;
  /** Of metrics that are exported: which of them. A configuration file decides for itself. */
  readonly policy?: MetricsPolicy;
}

/** `OTEL_RUN_METRICS`: few and bounded, or all that is measured. */
export type MetricsPolicy = 'curated' | 'all';

/** A signal that is exported over OTLP, with the settings that decide how. The strongest header setting is last. */
export interface OtlpExport {
  readonly signal: Signal;
  readonly protocol: string;
  readonly protocolSetting: Setting | undefined;
  readonly endpoint: Setting | undefined;
  readonly insecure: boolean;
  readonly headers: readonly Setting[];
}

/** Every signal as the JavaScript SDK will export it, safe to print. Telemetry that is disabled has no exporters. */
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
  const exporter = exportersOf(configuration, signal).join(',') || 'none';
  const otlp = exports.find(candidate => candidate.signal === signal);
  return {
    exporter,
    ...(otlp && { protocol: otlp.protocol, endpoint: endpointOf(withoutSecret(otlp)) }),
    ...(signal === 'metrics' && exporter !== 'none' && { policy: metricsPolicy(configuration) }),
  };
}

/** Which metrics are exported, where they are. */
export function metricsPolicy({ settings }: Configuration): MetricsPolicy {
  return settings.get('OTEL_RUN_METRICS')?.value === 'all' ? 'all' : 'curated';
}

/** Redacted before the address is taken apart: afterwards nobody could tell a password from a path. */
function withoutSecret(otlp: OtlpExport): OtlpExport {
  return otlp.endpoint
    ? { ...otlp, endpoint: { ...otlp.endpoint, value: redactUrl(otlp.endpoint.value) } }
    : otlp;
}

/** The exporters of a signal: `none` anywhere switches it off, and in development logs are off. */
export function exportersOf(configuration: Configuration, signal: Signal): readonly string[] {
  if (configuration.disabled.on || configuration.configFile) return [];
  if (signal === 'logs' && configuration.development.on) return [];
  const names = parseList(configuration.settings.get(`OTEL_${signal.toUpperCase()}_EXPORTER`)?.value) ?? [];
  return names.includes('none') ? [] : [...new Set(names)];
}

/** The signals that are exported over OTLP. A signal's own variable overrides the general one; headers add up. */
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
 * The address that a signal is sent to. Over HTTP the general endpoint gets the signal's path, a signal's own is used
 * as it is. Over gRPC there are no paths, and without a scheme TLS is spoken unless OTEL_EXPORTER_OTLP_INSECURE says
 * otherwise. May hold credentials.
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
