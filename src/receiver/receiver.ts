import { decodeRequest, REQUEST_TYPES } from './decode.ts';
import { flattenRequest } from './flatten.ts';
import { createGrpcServer } from './grpc.ts';
import { createHttpServer } from './http.ts';
import { listen } from './listen.ts';
import { protobufSize } from './protobuf-size.ts';
import type { ExportRequest, Protocol, RequestSink, RequestSummary } from './requests.ts';
import type { LogRecord, MetricPoint, Span, Telemetry } from './telemetry.ts';
import { createWaits, type Received, type Waits } from './wait-for.ts';

export interface ReceiverOptions {
  /** Port for OTLP/HTTP; default 0, a free one. */
  readonly httpPort?: number;
  /** Port for OTLP/gRPC; default 0, a free one. */
  readonly grpcPort?: number;
  /** Maximum bytes of a request, before and after decompression; default 20 MiB, as in the Collector. */
  readonly maxRequestBytes?: number;
  /** Whether arriving telemetry is kept in `spans` and so on; default true. Listeners get it in any case. */
  readonly keep?: boolean;
  /** Called for each request. */
  readonly observer?: RequestObserver;
}

export interface RequestObserver {
  /** A valid request, as received, but decompressed. */
  accepted(request: ExportRequest): void;
  /** A refused request. */
  refused(reason: string): void;
}

/** The telemetry of one request. */
export interface TelemetryBatch extends Telemetry {
  /** The bytes of the request as uncompressed OTLP/protobuf. */
  readonly bytes: number;
}

/** An OTLP receiver in this process. `spans`, `logs`, `metricPoints` and `requests` grow as telemetry arrives. */
export interface Receiver extends Received {
  /** `http://127.0.0.1:PORT`, for http/protobuf and http/json. */
  readonly httpUrl: string;
  /** `http://127.0.0.1:PORT`, for gRPC. */
  readonly grpcUrl: string;
  /** The `OTEL_EXPORTER_OTLP_*` variables that point a process here; default `http/protobuf`. */
  environment(protocol?: Protocol): Record<string, string>;
  /** Calls the listener with the telemetry of each request. Returns a function that stops this. */
  onTelemetry(listener: (batch: TelemetryBatch) => void): () => void;
  /**
   * Resolves as soon as the predicate is true for what has arrived. Rejects after `timeout` ms (default 5000)
   * or on close, with an error that lists what did arrive, and rejects with any error of the predicate.
   */
  waitFor(predicate: (received: Received) => boolean, options?: { readonly timeout?: number }): Promise<void>;
  /**
   * Stops listening, answers what has arrived, then cuts connections; resolves when every socket is closed.
   */
  close(): Promise<void>;
}

/**
 * Starts an OTLP receiver on 127.0.0.1 for every protocol: http/protobuf and http/json on one port, gRPC on
 * another. A bad request is refused and noted in `requests`; it never ends the receiver.
 *
 * @throws Error if a given port is not available.
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { httpPort = 0, grpcPort = 0, maxRequestBytes = 20 * 1024 * 1024, keep = true, observer } = options;
  const received = { spans: [], logs: [], metricPoints: [], requests: [] };
  const listeners = new Set<(batch: TelemetryBatch) => void>();
  const waits = createWaits(received);
  const sink = createSink({ arrivals: keep ? received : undefined, listeners, waits, observer });

  const http = await listen(createHttpServer(sink, maxRequestBytes), httpPort);
  const { server, endSessions } = createGrpcServer(sink, maxRequestBytes);
  const grpc = await listen(server, grpcPort, endSessions).catch(async error => {
    await http.close();
    throw error;
  });
  let closed: Promise<unknown> | undefined;
  return {
    ...received,
    httpUrl: http.url,
    grpcUrl: grpc.url,
    environment: protocol => exporterEnvironment(protocol ?? 'http/protobuf', http.url, grpc.url),
    onTelemetry(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    waitFor: (predicate, { timeout = 5000 } = {}) => waits.waitFor(predicate, timeout),
    async close() {
      waits.abandon();
      closed ??= Promise.all([http.close(), grpc.close()]);
      await closed;
    },
  };
}

interface Arrivals {
  readonly spans: Span[];
  readonly logs: LogRecord[];
  readonly metricPoints: MetricPoint[];
  readonly requests: RequestSummary[];
}

interface SinkParts {
  /** The store for all telemetry; undefined if nothing is kept. */
  readonly arrivals: Arrivals | undefined;
  readonly listeners: ReadonlySet<(batch: TelemetryBatch) => void>;
  readonly waits: Waits;
  readonly observer: RequestObserver | undefined;
}

function createSink({ arrivals, listeners, waits, observer }: SinkParts): RequestSink {
  return {
    accept(request) {
      const { signal, protocol, contentEncoding, body } = request;
      const format = protocol === 'http/json' ? 'json' : 'protobuf';
      const decoded = decodeRequest(signal, format, body);
      const bytes = format === 'json' ? protobufSize(REQUEST_TYPES[signal], decoded) : body.length;
      const batch = { ...flattenRequest(signal, decoded), bytes };
      if (arrivals) keepBatch(arrivals, batch, { signal, protocol, contentEncoding });
      observer?.accepted(request);
      for (const listener of listeners) queueMicrotask(() => listener(batch));
      waits.recheck();
    },
    refuse(request, reason) {
      arrivals?.requests.push({ ...request, itemCount: 0, bytes: 0, refusal: reason });
      observer?.refused(reason);
      waits.recheck();
    },
  };
}

function keepBatch(
  arrivals: Arrivals,
  batch: TelemetryBatch,
  request: Pick<RequestSummary, 'signal' | 'protocol' | 'contentEncoding'>,
): void {
  for (const span of batch.spans) arrivals.spans.push(span);
  for (const log of batch.logs) arrivals.logs.push(log);
  for (const point of batch.metricPoints) arrivals.metricPoints.push(point);
  const itemCount = batch.spans.length + batch.logs.length + batch.metricPoints.length;
  arrivals.requests.push({ ...request, itemCount, bytes: batch.bytes, refusal: null });
}

/**
 * The variables of one signal override the general ones, so both are set, regardless of the caller's values.
 */
function exporterEnvironment(protocol: Protocol, httpUrl: string, grpcUrl: string): Record<string, string> {
  const endpoint = protocol === 'grpc' ? grpcUrl : httpUrl;
  const signals = ['traces', 'logs', 'metrics'].map(signal => ({
    [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_PROTOCOL`]: protocol,
    [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`]:
      protocol === 'grpc' ? endpoint : `${endpoint}/v1/${signal}`,
  }));
  return Object.assign(
    { OTEL_EXPORTER_OTLP_PROTOCOL: protocol, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    ...signals,
  );
}
