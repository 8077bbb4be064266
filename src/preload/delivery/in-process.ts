import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { loadPart } from '../foundation/parts.ts';
import type { ExportResult, ToThread } from './thread-messages.ts';

/**
 * Exports from this thread, with the delivery thread's own code. A pending request keeps the process alive.
 *
 * @param timeoutMillis the maximum duration of an export, and so the longest that it keeps the process alive
 */
export function deliverInProcess(
  onResult: (result: ExportResult) => void,
  timeoutMillis: number,
): (message: ToThread) => void {
  const { Exporter } = loadPart('exporter');
  const exporter = new Exporter(onResult, Math.max(1, timeoutMillis));
  return message => context.with(suppressTracing(context.active()), () => exporter.accept(message));
}
