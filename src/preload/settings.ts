import { parseResourceAttributes } from '../config/parse-resource-attributes.ts';
import type { DecisionSettings } from './process/decision.ts';

/** A telemetry signal of OpenTelemetry. */
export type Signal = 'traces' | 'metrics' | 'logs';

/** Everything the preload takes from the environment. Unusable values were reported by the command line. */
export interface Settings extends DecisionSettings {
  readonly development: boolean;
  /** Empty where nothing names the service: the preload then does not initialize. */
  readonly serviceName: string;
  readonly environment: string | undefined;
  readonly configFile: string | undefined;
  readonly exporters: Readonly<Record<Signal, readonly string[]>>;
  readonly protocol: Readonly<Record<Signal, string>>;
  /** Milliseconds that an exit may be delayed. */
  readonly flushTimeout: number;
  readonly logCorrelation: boolean;
  /** Export `console` calls too. */
  readonly consoleLogs: boolean;
  /** Request headers bound to every log record of the request, in lower case. */
  readonly contextHeaders: readonly string[];
  /** The response header that sends a request's id back. */
  readonly requestIdHeader: string | undefined;
  /** Further names of headers, query parameters and fields whose values are never exported. */
  readonly redact: readonly string[];
  readonly ignorePaths: readonly string[];
  readonly ownSdk: 'ours' | 'theirs';
  readonly extend: string | undefined;
  readonly workSpans: string | undefined;
  /** Whether a process above this one, or the main thread of this one, is initialized. */
  readonly nested: boolean;
  readonly resourceDetectors: readonly string[];
  readonly enabledInstrumentations: readonly string[] | undefined;
  readonly disabledInstrumentations: readonly string[];
}

const DEFAULT_EXPORTER: Readonly<Record<Signal, string>> = { traces: 'otlp', metrics: 'none', logs: 'otlp' };

const DEFAULT_CONTEXT_HEADERS = ['x-client-trace-id'];

/** Reads the settings of this process. An empty variable counts as unset (specification, "Parsing empty value"). */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const development = readBoolean(
    env,
    'OTEL_RUN_DEVELOPMENT',
    /^(development|test)$/.test(env.NODE_ENV ?? ''),
  );
  const attributes = readResourceAttributes(env);
  return {
    disabled: readBoolean(env, 'OTEL_RUN_DISABLED', false) || readBoolean(env, 'OTEL_SDK_DISABLED', false),
    workerThreads: readBoolean(env, 'OTEL_RUN_WORKER_THREADS', true),
    skip: readList(env, 'OTEL_RUN_SKIP') ?? [],
    development,
    serviceName: readString(env, 'OTEL_SERVICE_NAME') ?? attributes['service.name'] ?? '',
    environment:
      readString(env, 'OTEL_RUN_ENVIRONMENT') ??
      attributes['deployment.environment.name'] ??
      readString(env, 'NODE_ENV'),
    configFile: readString(env, 'OTEL_CONFIG_FILE'),
    exporters: {
      traces: readExporters(env, 'traces'),
      metrics: readExporters(env, 'metrics'),
      logs: development ? [] : readExporters(env, 'logs'),
    },
    protocol: {
      traces: readProtocol(env, 'traces'),
      metrics: readProtocol(env, 'metrics'),
      logs: readProtocol(env, 'logs'),
    },
    flushTimeout: readNumber(env, 'OTEL_RUN_FLUSH_TIMEOUT') ?? 2000,
    logCorrelation: !development && readBoolean(env, 'OTEL_RUN_LOG_CORRELATION', true),
    consoleLogs: !development && readBoolean(env, 'OTEL_RUN_CONSOLE_LOGS', false),
    contextHeaders: (readList(env, 'OTEL_RUN_CONTEXT_HEADERS') ?? DEFAULT_CONTEXT_HEADERS).map(name =>
      name.toLowerCase(),
    ),
    requestIdHeader: readString(env, 'OTEL_RUN_REQUEST_ID_HEADER'),
    redact: readList(env, 'OTEL_RUN_REDACT') ?? [],
    ignorePaths: readList(env, 'OTEL_RUN_IGNORE_PATHS') ?? [],
    ownSdk: readString(env, 'OTEL_RUN_OWN_SDK') === 'theirs' ? 'theirs' : 'ours',
    extend: readString(env, 'OTEL_RUN_EXTEND'),
    workSpans: readString(env, 'OTEL_RUN_WORK_SPANS'),
    nested: readString(env, 'OTEL_RUN_INITIALIZED') !== undefined,
    resourceDetectors: readList(env, 'OTEL_NODE_RESOURCE_DETECTORS') ?? [],
    enabledInstrumentations: readList(env, 'OTEL_NODE_ENABLED_INSTRUMENTATIONS'),
    disabledInstrumentations: readList(env, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS') ?? [],
  };
}

/** The variable's trimmed text, undefined where it is unset or blank. */
export function readString(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** Only `true`, in any case, is true (specification, "Boolean value"). */
export function readBoolean(env: NodeJS.ProcessEnv, name: string, fallback: boolean): boolean {
  const text = readString(env, name);
  return text === undefined ? fallback : text.toLowerCase() === 'true';
}

/** A finite number of at least 0; anything else counts as unset. */
export function readNumber(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const text = readString(env, name);
  const number = Number(text);
  return text === undefined || !Number.isFinite(number) || number < 0 ? undefined : number;
}

/** A comma separated list, entries trimmed, empty ones left out; undefined where the variable is unset. */
export function readList(env: NodeJS.ProcessEnv, name: string): readonly string[] | undefined {
  return readString(env, name)
    ?.split(',')
    .map(entry => entry.trim())
    .filter(entry => entry !== '');
}

/**
 * `OTEL_RESOURCE_ATTRIBUTES`, percent-decoded. One entry that cannot be read discards all of them (resource SDK
 * specification, "Specifying resource information via an environment variable").
 */
export function readResourceAttributes(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const parsed = parseResourceAttributes(env.OTEL_RESOURCE_ATTRIBUTES);
  return parsed.ok ? parsed.attributes : {};
}

function readExporters(env: NodeJS.ProcessEnv, signal: Signal): readonly string[] {
  const names = readList(env, `OTEL_${signal.toUpperCase()}_EXPORTER`) ?? [DEFAULT_EXPORTER[signal]];
  return names.includes('none') ? [] : [...new Set(names)];
}

function readProtocol(env: NodeJS.ProcessEnv, signal: Signal): string {
  return (
    readString(env, `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_PROTOCOL`) ??
    readString(env, 'OTEL_EXPORTER_OTLP_PROTOCOL') ??
    'http/protobuf'
  );
}
