// The functions that applications import. Without otel-run, each only calls the function that it was given.
export type { Carrier } from './work/carrier.ts';
export { bindFields, type Fields, withFields } from './work/fields.ts';
export { flush } from './work/flush.ts';
export { observeQueueDepth } from './work/queue-depth.ts';
export { withWork } from './work/with-work.ts';
export type { Work, WorkKind, WorkOptions } from './work/work-options.ts';
