import type { Attributes, Span } from '@opentelemetry/api';
import type { Carrier } from './carrier.ts';

/** The span kinds of OpenTelemetry. */
export type WorkKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** Options for the span of a unit of work. */
export interface WorkOptions {
  /** The span kind, `internal` by default; `consumer` for the processing of a message. */
  readonly kind?: WorkKind | undefined;
  /** Attributes of the span; `undefined` values are left out. */
  readonly attributes?: Attributes | undefined;
  /**
   * Where the work comes from: a carrier with `traceparent`, such as the headers of a message. The work then
   * starts a new trace, linked to the span that sent the carrier.
   */
  readonly from?: Carrier | null | undefined;
  /** With `from`: continue the carrier's trace instead of starting a new one. `false` by default. */
  readonly parent?: boolean | undefined;
}

/**
 * The work of a unit. It receives its own span, which does not record anything if
 * the process runs without otel-run.
 */
export type Work<Result> = (span: Span) => Result;
