import { MockOtlpServer, normalizeLogs, normalizeMetrics, normalizeTrace } from '@elastic/mockotlpserver';

/** A span as an independent receiver decodes it. */
export interface ReceivedSpan {
  readonly name: string;
  readonly kind: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly traceState: string;
  /** Span ids. */
  readonly links: readonly string[];
  readonly scope: string;
  /** Nanoseconds since 1970. */
  readonly startTime: string;
  readonly endTime: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly status: { readonly code?: string; readonly message?: string };
  readonly events: readonly ReceivedEvent[];
}

/** An event of a span. */
export interface ReceivedEvent {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A log record as an independent receiver decodes it. */
export interface ReceivedLog {
  readonly body: unknown;
  readonly severityText: string | undefined;
  readonly severityNumber: unknown;
  /** Nanoseconds since 1970. */
  readonly timestamp: string;
  readonly eventName: string | undefined;
  readonly droppedAttributesCount: number;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** A metric as an independent receiver decodes it. */
export interface ReceivedMetric {
  readonly name: string;
  readonly scope: string;
  readonly resource: Readonly<Record<string, unknown>>;
  /** One for each series, as of this export. */
  readonly points: readonly ReceivedPoint[];
}

export interface ReceivedPoint {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of a sum or gauge; of a histogram the number of measurements. */
  readonly value: number;
}

/** What arrived from one service. */
export interface Received {
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly ReceivedLog[];
  readonly metrics: readonly ReceivedMetric[];
}

/** A receiver that this project did not write. Cases that run at the same time tell themselves apart by service name. */
export interface Collector {
  readonly httpUrl: string;
  readonly grpcUrl: string;
  /** Variables that send a process's telemetry here, under a service name. */
  environment(service: string, protocol?: string): Record<string, string>;
  of(service: string): Received;
  /** Polls until the telemetry of a service is as expected. */
  waitFor(service: string, isComplete: (received: Received) => boolean): Promise<Received>;
  close(): Promise<void>;
}

const POLL = 20;

const PATIENCE = 60_000;

/** Starts the receiver on free ports of the loopback interface, or on those that an earlier one had. */
export async function startCollector({ httpPort = 0, grpcPort = 0 } = {}): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const logs: ReceivedLog[] = [];
  const metrics: ReceivedMetric[] = [];
  const server = new MockOtlpServer({
    logLevel: 'fatal',
    services: ['http', 'grpc'],
    httpHostname: '127.0.0.1',
    httpPort,
    grpcHostname: '127.0.0.1',
    grpcPort,
    onTrace: (trace: unknown) => spans.push(...flattenSpans(normalizeTrace(trace))),
    onLogs: (request: unknown) => logs.push(...flattenLogs(normalizeLogs(request))),
    onMetrics: (request: unknown) => metrics.push(...flattenMetrics(normalizeMetrics(request))),
  });
  await server.start();
  const httpUrl = new URL(server.httpUrl).origin;
  const grpcUrl = `http://${new URL(server.grpcUrl).host}`;
  const of = (service: string): Received => ({
    spans: spans.filter(({ resource }) => resource['service.name'] === service),
    logs: logs.filter(({ resource }) => resource['service.name'] === service),
    metrics: metrics.filter(({ resource }) => resource['service.name'] === service),
  });
  return {
    httpUrl,
    grpcUrl,
    environment: (service, protocol = 'http/protobuf') => ({
      // A slow machine must not lose telemetry that a test waits for.
      OTEL_RUN_FLUSH_TIMEOUT: '20000',
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? grpcUrl : httpUrl,
    }),
    of,
    async waitFor(service, isComplete) {
      const deadline = Date.now() + PATIENCE;
      while (!isComplete(of(service))) {
        if (Date.now() > deadline) throw new Error(`telemetry did not arrive, only ${summary(of(service))}`);
        await new Promise(resolve => setTimeout(resolve, POLL));
      }
      return of(service);
    },
    close: () => server.close(),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the receiver's normalized requests have no published types
type Untyped = any;

function flattenSpans({ resourceSpans }: Untyped): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }: Untyped) =>
    scopeSpans.flatMap(({ scope, spans }: Untyped) =>
      spans.map((span: Untyped) => ({
        name: span.name,
        kind: span.kind,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || undefined,
        traceState: span.traceState ?? '',
        links: (span.links ?? []).map(({ spanId }: Untyped) => spanId),
        scope: scope.name,
        startTime: String(span.startTimeUnixNano),
        endTime: String(span.endTimeUnixNano),
        attributes: span.attributes ?? {},
        resource: resource.attributes,
        status: span.status ?? {},
        events: (span.events ?? []).map(({ name, attributes }: Untyped) => ({
          name,
          attributes: attributes ?? {},
        })),
      })),
    ),
  );
}

function flattenLogs({ resourceLogs }: Untyped): ReceivedLog[] {
  return resourceLogs.flatMap(({ resource, scopeLogs }: Untyped) =>
    scopeLogs.flatMap(({ scope, logRecords }: Untyped) =>
      logRecords.map((record: Untyped) => ({
        body: record.body,
        severityText: record.severityText,
        severityNumber: record.severityNumber,
        timestamp: String(record.timeUnixNano),
        eventName: record.eventName || undefined,
        droppedAttributesCount: record.droppedAttributesCount ?? 0,
        traceId: record.traceId || undefined,
        spanId: record.spanId || undefined,
        scope: scope.name,
        attributes: record.attributes ?? {},
        resource: resource.attributes,
      })),
    ),
  );
}

function flattenMetrics({ resourceMetrics }: Untyped): ReceivedMetric[] {
  return resourceMetrics.flatMap(({ resource, scopeMetrics }: Untyped) =>
    scopeMetrics.flatMap(({ scope, metrics }: Untyped) =>
      metrics.map((metric: Untyped) => ({
        name: metric.name,
        scope: scope.name,
        resource: resource.attributes,
        points: (metric.sum ?? metric.gauge ?? metric.histogram).dataPoints.map(flattenPoint),
      })),
    ),
  );
}

function flattenPoint({ attributes = {}, asDouble, asInt, count }: Untyped): ReceivedPoint {
  return { attributes, value: Number(asDouble ?? asInt ?? count) };
}

function summary({ spans, logs }: Received): string {
  return `${spans.length} spans (${spans.map(({ name }) => name).join(', ')}) and ${logs.length} log records`;
}
