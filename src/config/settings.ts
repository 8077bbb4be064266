import type { Signal } from '../shared/signal.ts';
import { VIEW_VARIABLE } from '../shared/view-variable.ts';
import { DECLARED_DEFAULTS, isDevelopmentEnvironment, OTEL_RUN_DEFAULTS } from './defaults.ts';
import { readBoolean } from './parse/values.ts';
import {
  readList,
  readListOrDefault,
  readNumber,
  readResourceAttributes,
  readSize,
  readString,
  readSwitch,
} from './read-variable.ts';

/** The settings that decide whether to instrument. */
export interface DecisionSettings {
  readonly disabled: boolean;
  readonly workerThreads: boolean;
  readonly skip: readonly string[];
  /** Empty if nothing names the service. */
  readonly serviceName: string;
  readonly configFile: string | undefined;
}

/**
 * Everything the preload reads from the environment. The command line has already reported unusable values.
 */
export interface Settings extends DecisionSettings {
  readonly development: boolean;
  /** Empty if nothing names the service: the preload then does not initialize. */
  readonly serviceName: string;
  readonly environment: string | undefined;
  readonly configFile: string | undefined;
  readonly exporters: Readonly<Record<Signal, readonly string[]>>;
  readonly protocol: Readonly<Record<Signal, string>>;
  /** Milliseconds that an exit may wait. */
  readonly flushTimeout: number;
  /** Bytes of telemetry that may wait in the process. */
  readonly maxQueueBytes: number;
  /** Characters of a log record's body, and of a value if OpenTelemetry's own limits are not set. */
  readonly maxValueLength: number;
  /** Whether a dedicated thread sends telemetry. */
  readonly deliveryThread: boolean;
  readonly logCorrelation: boolean;
  /** Export `console` calls too. */
  readonly consoleLogs: boolean;
  /** Export the JSON lines that the process prints. */
  readonly stdoutLogs: boolean;
  /** Request headers to add to every log record of the request, in lower case. */
  readonly contextHeaders: readonly string[];
  /** The response header that returns a request's id. */
  readonly requestIdHeader: string | undefined;
  /** Additional names of headers, query parameters and fields whose values are never exported. */
  readonly redact: readonly string[];
  /** Record the messages to and from generative models. */
  readonly captureContents: boolean;
  readonly ignorePaths: readonly string[];
  /** Rules that decide which traces to keep. */
  readonly sampling: string | undefined;
  /** Whether log records of dropped traces are dropped too, or all are kept. */
  readonly samplingLogs: 'traces' | 'all';
  /** Spans, and log records, that may wait for the decision about their trace. */
  readonly samplingMaxSpans: number;
  /** How many log records of one severity and message are kept, as `100/s`. */
  readonly logLimit: string | undefined;
  readonly ownSdk: 'ours' | 'theirs';
  readonly extend: string | undefined;
  readonly workSpans: string | undefined;
  /** Host and port of the AWS Lambda API that provides invocations; undefined anywhere else. */
  readonly runtimeApi: string | undefined;
  /** Whether a process above this one, or the main thread of this one, is initialized. */
  readonly nested: boolean;
  readonly resourceDetectors: readonly string[];
  readonly enabledInstrumentations: readonly string[] | undefined;
  readonly disabledInstrumentations: readonly string[];
}

/** Reads the settings of this process. An empty variable counts as unset (specification, "Parsing empty value"). */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const development = readBoolean(env.OTEL_RUN_DEVELOPMENT, isDevelopmentEnvironment(env.NODE_ENV));
  // A view also gets the logs of development.
  const keepsLogs = !development || readString(env, VIEW_VARIABLE) !== undefined;
  const attributes = readResourceAttributes(env);
  return {
    disabled: readSwitch(env, 'OTEL_RUN_DISABLED') || readBoolean(env.OTEL_SDK_DISABLED, false),
    workerThreads: readSwitch(env, 'OTEL_RUN_WORKER_THREADS'),
    skip: readList(env, 'OTEL_RUN_SKIP') ?? [],
    development,
    serviceName: readString(env, 'OTEL_SERVICE_NAME') ?? attributes['service.name'] ?? '',
    environment: readEnvironment(env, attributes),
    configFile: readString(env, 'OTEL_CONFIG_FILE'),
    ...readSignals(env, keepsLogs),
    flushTimeout:
      readNumber(env, 'OTEL_RUN_FLUSH_TIMEOUT') ?? Number(OTEL_RUN_DEFAULTS.OTEL_RUN_FLUSH_TIMEOUT),
    maxQueueBytes: readSize(env, 'OTEL_RUN_MAX_QUEUE_BYTES'),
    maxValueLength: readSize(env, 'OTEL_RUN_MAX_VALUE_LENGTH'),
    deliveryThread: readSwitch(env, 'OTEL_RUN_DELIVERY_THREAD'),
    logCorrelation: !development && readSwitch(env, 'OTEL_RUN_LOG_CORRELATION'),
    consoleLogs: keepsLogs && readSwitch(env, 'OTEL_RUN_CONSOLE_LOGS'),
    stdoutLogs: keepsLogs && readSwitch(env, 'OTEL_RUN_STDOUT_LOGS'),
    contextHeaders: readListOrDefault(env, 'OTEL_RUN_CONTEXT_HEADERS').map(name => name.toLowerCase()),
    requestIdHeader: readString(env, 'OTEL_RUN_REQUEST_ID_HEADER'),
    redact: readList(env, 'OTEL_RUN_REDACT') ?? [],
    captureContents: readBoolean(env.OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT, false),
    ignorePaths: readList(env, 'OTEL_RUN_IGNORE_PATHS') ?? [],
    ...readSampling(env),
    logLimit: readString(env, 'OTEL_RUN_LOG_LIMIT'),
    ownSdk: readString(env, 'OTEL_RUN_OWN_SDK') === 'theirs' ? 'theirs' : 'ours',
    extend: readString(env, 'OTEL_RUN_EXTEND'),
    workSpans: readString(env, 'OTEL_RUN_WORK_SPANS'),
    runtimeApi: readString(env, 'AWS_LAMBDA_RUNTIME_API'),
    nested: readString(env, 'OTEL_RUN_INITIALIZED') !== undefined,
    resourceDetectors: readList(env, 'OTEL_NODE_RESOURCE_DETECTORS') ?? [],
    enabledInstrumentations: readList(env, 'OTEL_NODE_ENABLED_INSTRUMENTATIONS'),
    disabledInstrumentations: readList(env, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS') ?? [],
  };
}

function readEnvironment(
  env: NodeJS.ProcessEnv,
  attributes: ReturnType<typeof readResourceAttributes>,
): string | undefined {
  return (
    readString(env, 'OTEL_RUN_ENVIRONMENT') ??
    attributes['deployment.environment.name'] ??
    readString(env, 'NODE_ENV')
  );
}

function readSignals(env: NodeJS.ProcessEnv, keepsLogs: boolean): Pick<Settings, 'exporters' | 'protocol'> {
  return {
    exporters: {
      traces: readExporters(env, 'traces'),
      metrics: readExporters(env, 'metrics'),
      logs: keepsLogs ? readExporters(env, 'logs') : [],
    },
    protocol: {
      traces: readProtocol(env, 'traces'),
      metrics: readProtocol(env, 'metrics'),
      logs: readProtocol(env, 'logs'),
    },
  };
}

function readSampling(
  env: NodeJS.ProcessEnv,
): Pick<Settings, 'sampling' | 'samplingLogs' | 'samplingMaxSpans'> {
  return {
    sampling: readString(env, 'OTEL_RUN_SAMPLING'),
    samplingLogs: readString(env, 'OTEL_RUN_SAMPLING_LOGS') === 'all' ? 'all' : 'traces',
    samplingMaxSpans: readSize(env, 'OTEL_RUN_SAMPLING_MAX_SPANS'),
  };
}

function readExporters(env: NodeJS.ProcessEnv, signal: Signal): readonly string[] {
  const names = readListOrDefault(env, `OTEL_${signal.toUpperCase()}_EXPORTER`);
  return names.includes('none') ? [] : [...new Set(names)];
}

function readProtocol(env: NodeJS.ProcessEnv, signal: Signal): string {
  return (
    readString(env, `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_PROTOCOL`) ??
    readString(env, 'OTEL_EXPORTER_OTLP_PROTOCOL') ??
    DECLARED_DEFAULTS.OTEL_EXPORTER_OTLP_PROTOCOL
  );
}
