import { type Context, createContextKey } from '@opentelemetry/api';

// In the symbol registry, so that the parts of the preload share it.
const RECORDED = createContextKey('otel-run.recorded');

/** A context in which the current operation already has its span: its parts get none. */
export function withRecorded(active: Context): Context {
  return active.setValue(RECORDED, true);
}

/** Whether an operation already has a span. */
export function isRecorded(active: Context): boolean {
  return active.getValue(RECORDED) === true;
}

const OBSERVER = createContextKey('otel-run.observer');

/** Learns whether something below creates the span for an operation. */
export interface OperationObserver {
  isRecorded: boolean;
}

/** A context in which an observer learns that a driver creates a span for the operation. */
export function withObserver(active: Context, observer: OperationObserver): Context {
  return active.setValue(OBSERVER, observer);
}

/** Called when a driver creates a span for an operation. */
export function observeOperation(active: Context): void {
  const observer = active.getValue(OBSERVER) as OperationObserver | undefined;
  if (observer) observer.isRecorded = true;
}
