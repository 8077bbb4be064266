import type { Route } from '../../../config/route.ts';
import type { LocalRoot } from './local-trace.ts';

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
