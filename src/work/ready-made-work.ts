import { type Context, context, type Span, trace } from '@opentelemetry/api';
import { openScope, scopeOf, withScope } from './fields.ts';
import { runFollowed, runWork } from './run-work.ts';
import { findRuntime } from './runtime.ts';
import { activeUnit } from './unit.ts';
import { workName } from './work-name.ts';
import type { WorkOptions } from './work-options.ts';
import { completionOf } from './work-outcome.ts';

/** How a library's callback becomes a unit of work. */
export interface ReadyMadeOptions extends WorkOptions {
  /**
   * The context in which the library took the job up. A span that is active when the callback is called, and was not
   * then, was started for the same job.
   */
  readonly takenUp?: Context | undefined;
}

/**
 * Calls a library's callback as a unit of work, as `withWork` does, unless someone has made one of the same job:
 * a `withWork` or another instrumentation around the callback. A `withWork` within the callback joins the unit, see
 * `unitToJoin`.
 *
 * @returns what the callback returned
 * @throws what the callback throws
 */
export function withReadyMadeWork<Result>(
  name: string,
  options: ReadyMadeOptions,
  callback: (span?: Span) => Result,
): Result {
  const runtime = findRuntime();
  if (!runtime) return callback();
  const active = context.active();
  if (isInsideOfWork(active, name, options)) return callback();
  const validName = workName(name);
  const span = spanOfOthers(active, options);
  if (!span) return runWork(runtime, validName, options, callback, true);
  const { takenUp = active } = options;
  const completion = completionOf({ name: validName, joinable: false, span: undefined }, runtime);
  return runFollowed(withOwnScope(active, takenUp), span, callback, completion);
}

/** Whether a `withWork` of the application is about the same job: made since then, or named alike by the code that waits. */
function isInsideOfWork(active: Context, name: string, { takenUp, from }: ReadyMadeOptions): boolean {
  const unit = activeUnit(active);
  if (!unit || unit.readyMade || !unit.span.isRecording()) return false;
  if (takenUp) return unit !== activeUnit(takenUp);
  return from === undefined && unit.name === name;
}

function spanOfOthers(active: Context, { takenUp }: ReadyMadeOptions) {
  const span = trace.getSpan(active);
  return takenUp && span !== trace.getSpan(takenUp) ? span : undefined;
}

/** Who started the span may have left the fields of whatever the library was set up in. */
function withOwnScope(active: Context, takenUp: Context): Context {
  const scope = scopeOf(active);
  return scope && scope === scopeOf(takenUp) ? withScope(active, openScope(undefined)) : active;
}
