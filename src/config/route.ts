import type { Signal } from '../shared/signal.ts';

/** Where a signal goes. The SDK's own code builds the exporter from it, in the delivery thread. */
export interface Route {
  readonly signal: Signal;
  readonly protocol: 'grpc' | 'http/json' | 'http/protobuf';
  /** Options of a declarative configuration file; empty if the environment decides. */
  readonly options?: Readonly<Record<string, unknown>>;
}
