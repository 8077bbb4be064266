import type { TraceState } from '@opentelemetry/api';
import type { Route } from '../../config/route.ts';

/** A rejection threshold of 56 bits as 14 digits. The threshold for a share of 0 is above any randomness. */
export type Threshold = string;

/** The facts of a local trace: all spans below one local root in this process. */
export interface LocalTraceFacts {
  /** The name of the local root, and its other possible names. */
  readonly names: readonly string[];
  /** Whether one of its spans has the status ERROR. */
  readonly hasError: boolean;
  /** The duration of the local root, so far if it has not ended. */
  readonly milliseconds: number;
  /** 14 hexadecimal digits. */
  readonly randomness: string;
  /** The threshold of the sampling decisions before this process; undefined if unknown. */
  readonly threshold: Threshold | undefined;
  /** If `threshold` is unknown, whether nothing else was left out before. */
  readonly isCountable: boolean;
}

/** The facts of a local root so far. */
export interface LocalRoot extends Omit<LocalTraceFacts, 'hasError'> {
  readonly spanId: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly traceState: TraceState | undefined;
}

/**
 * The facts that a worker thread sends with a span or log record if the main thread decides about its trace.
 */
export interface Undecided extends Omit<LocalRoot, 'traceState'> {
  readonly traceState: string;
  readonly hasError: boolean;
  /** Whether the local root ended with it. */
  readonly isEnd: boolean;
}

/** Decides about a request from a worker thread; `add` exports an encoded request. */
export type DecideHandedOver = (
  undecided: Undecided,
  route: Route,
  body: Uint8Array,
  add: (body: Uint8Array) => void,
) => void;
