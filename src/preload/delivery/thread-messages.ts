import type { Route } from '../../config/route.ts';
import type { Failure } from './failure.ts';
import type { Rejection } from './rejection.ts';
import type { Wire } from './wire/wire.ts';

/** An encoded OTLP request on its way. */
export interface EncodedRequest {
  readonly id: number;
  readonly route: Route;
  readonly body: Uint8Array;
}

/** Messages of the process to the delivery thread. */
export type ToThread =
  /** A request for this route will come. */
  | { readonly type: 'prepare'; readonly route: Route }
  | { readonly type: 'send'; readonly request: EncodedRequest }
  /** How the process connects now; sent before the requests that depend on it. */
  | { readonly type: 'wire'; readonly wire: Wire }
  /** The process is about to end, at this time of `monotonicNow()`: deliver everything before then. */
  | { readonly type: 'hurry'; readonly deadline: number }
  /** The process did not end after all. */
  | { readonly type: 'relax' };

/** The delivery thread's result for a request. Without a failure, the request arrived. */
export interface ExportResult {
  readonly id: number;
  readonly failure: Failure | undefined;
  /** The collector accepted the request but rejected some of its items. */
  readonly rejection?: Rejection | undefined;
}
