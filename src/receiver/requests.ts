import type { Signal } from '../shared/signal.ts';

/** How a request came: the values of `OTEL_EXPORTER_OTLP_PROTOCOL`. */
export type Protocol = 'http/protobuf' | 'http/json' | 'grpc';

/** An export request, decompressed but not yet decoded. */
export interface ExportRequest {
  readonly signal: Signal;
  readonly protocol: Protocol;
  readonly contentEncoding: string;
  readonly body: Uint8Array;
}

/** What came in at a port and what became of it. `null` where the request did not say. */
export interface RequestSummary {
  readonly signal: Signal | null;
  readonly protocol: Protocol | null;
  readonly contentEncoding: string;
  /** How many spans, log records or metric data points it held. */
  readonly itemCount: number;
  /** The bytes of it as uncompressed OTLP/protobuf; 0 where it was not taken. */
  readonly bytes: number;
  /** Why it was not taken; null when it was. */
  readonly refusal: string | null;
}

/** Where the transports put what they read. */
export interface RequestSink {
  /** Decodes and keeps the telemetry of a request. @throws Refusal when it is not valid OTLP. */
  accept(request: ExportRequest): void;
  /** Takes note of a request that a client did not get through. */
  refuse(request: Pick<RequestSummary, 'signal' | 'protocol' | 'contentEncoding'>, reason: string): void;
}
