import type { Signal } from '../shared/signal.ts';

/** Where a signal goes: the exporter is built from it in the delivery thread, by the SDK's own code. */
export interface Route {
  readonly signal: Signal;
  readonly protocol: 'grpc' | 'http/json' | 'http/protobuf';
  /** Options of a declarative configuration file; empty where the environment decides. */
  readonly options?: Readonly<Record<string, unknown>>;
}
