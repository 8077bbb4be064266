import type { Route } from '../../config/route.ts';
import type { Failure } from './failure.ts';
import type { Rejection } from './rejection.ts';
import type { Wire } from './wire/wire.ts';

/** One encoded OTLP request on its way. */
export interface Parcel {
  readonly id: number;
  readonly route: Route;
  readonly body: Uint8Array;
}

/** What the process tells the delivery thread. */
export type ToThread =
  /** A parcel for this route will come. */
  | { readonly type: 'prepare'; readonly route: Route }
  | { readonly type: 'send'; readonly parcel: Parcel }
  /** How the process connects now; comes before what is to be sent so. */
  | { readonly type: 'wire'; readonly wire: Wire }
  /** The process is about to end, at this time of `monotonicNow()`: deliver everything before. */
  | { readonly type: 'hurry'; readonly deadline: number }
  /** The process did not end after all. */
  | { readonly type: 'relax' };

/** What the delivery thread answers: the parcel arrived, perhaps not all of it, or why it was given up. */
export interface Receipt {
  readonly id: number;
  readonly failure: Failure | undefined;
  readonly rejection?: Rejection | undefined;
}
