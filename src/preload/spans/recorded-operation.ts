import { type Context, createContextKey } from '@opentelemetry/api';

// In the registry of symbols, so that the parts of the preload share it.
const RECORDED = createContextKey('otel-run.recorded');

/** A context in which the operation under way has its span already: what it is made of gets none. */
export function withRecorded(active: Context): Context {
  return active.setValue(RECORDED, true);
}

/** Whether the operation that a span would be of has one. */
export function isRecorded(active: Context): boolean {
  return active.getValue(RECORDED) === true;
}
