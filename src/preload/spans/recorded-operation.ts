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

const OBSERVER = createContextKey('otel-run.observer');

/** Learns whether something below has a span of its own for what it is about. */
export interface OperationObserver {
  isRecorded: boolean;
}

/** A context in which an observer learns of the span that a driver makes of an operation. */
export function withObserver(active: Context, observer: OperationObserver): Context {
  return active.setValue(OBSERVER, observer);
}

/** A driver makes a span of an operation. */
export function observeOperation(active: Context): void {
  const observer = active.getValue(OBSERVER) as OperationObserver | undefined;
  if (observer) observer.isRecorded = true;
}
