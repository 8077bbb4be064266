import type { Attributes, Span } from '@opentelemetry/api';
import type { Carrier } from './carrier.ts';

/** The span kinds of OpenTelemetry. */
export type WorkKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** How the span of a unit of work is made. */
export interface WorkOptions {
  /** The span kind, `internal` by default; `consumer` for the processing of a message. */
  readonly kind?: WorkKind | undefined;
  /** Attributes of the span; `undefined` values are left out. */
  readonly attributes?: Attributes | undefined;
  /**
   * Where the work was ordered: a carrier with `traceparent`, such as the headers of a message. The work is then a
   * new trace, linked to the span that sent the carrier.
   */
  readonly from?: Carrier | null | undefined;
  /** With `from`: continue the trace of the carrier in place of a new one. `false` by default. */
  readonly parent?: boolean | undefined;
}

/** What a unit of work does. It gets its own span, which does not record where the process runs without otel-run. */
export type Work<Result> = (span: Span) => Result;
