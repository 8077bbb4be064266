import type { TraceState } from '@opentelemetry/api';
import type { Route } from '../../config/route.ts';

/** A rejection threshold of 56 bits as 14 digits; that of a share of 0 is above all randomness. */
export type Threshold = string;

/** What is known of a local trace: of all spans below one local root in this process. */
export interface LocalTraceFacts {
  /** The name of the local root, and what else it may be called by. */
  readonly names: readonly string[];
  /** Whether a span of it has the status ERROR. */
  readonly hasError: boolean;
  /** How long the local root took, or has taken so far. */
  readonly milliseconds: number;
  /** 14 hexadecimal digits. */
  readonly randomness: string;
  /** By which those before this process have decided; undefined where that is not known. */
  readonly threshold: Threshold | undefined;
  /** Whether nothing else was left out before where `threshold` is not known. */
  readonly isCountable: boolean;
}

/** What is known of a local root, so far. */
export interface LocalRoot extends Omit<LocalTraceFacts, 'hasError'> {
  readonly spanId: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly traceState: TraceState | undefined;
}

/** What a worker thread tells of a span or log record whose trace the main thread decides. */
export interface Undecided extends Omit<LocalRoot, 'traceState'> {
  readonly traceState: string;
  readonly hasError: boolean;
  /** Whether the local root ended with it. */
  readonly isEnd: boolean;
}

/** Decides on what came from a worker thread; `add` exports an encoded request. */
export type DecideHandedOver = (
  undecided: Undecided,
  route: Route,
  body: Uint8Array,
  add: (body: Uint8Array) => void,
) => void;
