import type { Signal } from '../shared/signal.ts';

/** The protocol of a request: the values of `OTEL_EXPORTER_OTLP_PROTOCOL`. */
export type Protocol = 'http/protobuf' | 'http/json' | 'grpc';

/** An export request, decompressed but not yet decoded. */
export interface ExportRequest {
  readonly signal: Signal;
  readonly protocol: Protocol;
  readonly contentEncoding: string;
  readonly body: Uint8Array;
}

/** A received request and its outcome. `null` for what the request did not say. */
export interface RequestSummary {
  readonly signal: Signal | null;
  readonly protocol: Protocol | null;
  readonly contentEncoding: string;
  /** Number of spans, log records or metric data points in it. */
  readonly itemCount: number;
  /** Its bytes as uncompressed OTLP/protobuf; 0 if it was refused. */
  readonly bytes: number;
  /** Why it was refused; null if it was accepted. */
  readonly refusal: string | null;
}

/** Receives what the transports read. */
export interface RequestSink {
  /** Decodes and keeps the telemetry of a request. @throws Refusal when it is not valid OTLP. */
  accept(request: ExportRequest): void;
  /** Records a request that a client could not complete. */
  refuse(request: Pick<RequestSummary, 'signal' | 'protocol' | 'contentEncoding'>, reason: string): void;
}
