import { type Context, context, type Span, trace } from '@opentelemetry/api';
import { openScope, scopeOf, withScope } from './fields.ts';
import { runFollowed, runWork } from './run-work.ts';
import { findRuntime } from './runtime.ts';
import { activeUnit } from './unit.ts';
import { workName } from './work-name.ts';
import type { WorkOptions } from './work-options.ts';
import { completionOf } from './work-outcome.ts';

/** The options of a unit of work around a library's callback. */
export interface ReadyMadeOptions extends WorkOptions {
  /**
   * The context in which the library accepted the job. A span that became active between then and the call of
   * the callback was started for the same job.
   */
  readonly takenUp?: Context | undefined;
}

/**
 * Calls a library's callback as a unit of work, as `withWork` does, unless there is already one for
 * the same job: a `withWork` or another instrumentation around the callback. A `withWork` in the
 * callback joins the unit, see `unitToJoin`.
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

/**
 * Whether a `withWork` of the application is for the same job: started since then, or with
 * the same name by the waiting code.
 */
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

/** The code that started the span may have left the fields of the place where the library was set up. */
function withOwnScope(active: Context, takenUp: Context): Context {
  const scope = scopeOf(active);
  return scope && scope === scopeOf(takenUp) ? withScope(active, openScope(undefined)) : active;
}
