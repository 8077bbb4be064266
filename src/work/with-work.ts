import { context, INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import { quietly } from '../shared/quietly.ts';
import { runFollowed, runWork } from './run-work.ts';
import { findRuntime } from './runtime.ts';
import { join, unitToJoin } from './unit.ts';
import { workName } from './work-name.ts';
import type { Work, WorkOptions } from './work-options.ts';

/**
 * Runs a function as one named unit of work: a span from its call until its result is finished (a promise, a
 * thenable or a generator; anything else is finished at once), and a scope for `bindFields`.
 *
 * The span is a child of the active one, or starts a new trace if there is none (`from` changes
 * that). A thrown error or a rejection is recorded on it and passed on to the caller. Without
 * otel-run, only the function is called.
 *
 * Directly in a unit of work that otel-run created for the same job (it has the same name, or both process a
 * message), there is no second one: name, attributes and link go to the existing span.
 *
 * @param name the same string at every run of the same work; an id belongs in `attributes`
 * @param work called at once
 * @returns what the function returned
 * @throws what the function throws
 */
export function withWork<Result>(name: string, work: Work<Result>): Result;
export function withWork<Result>(name: string, options: WorkOptions, work: Work<Result>): Result;
export function withWork<Result>(
  name: string,
  ...rest: [Work<Result>] | [WorkOptions, Work<Result>]
): Result {
  const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest;
  const runtime = findRuntime();
  if (!runtime) return work(trace.wrapSpanContext(INVALID_SPAN_CONTEXT));

  const validName = workName(name);
  const unit = quietly(() => unitToJoin(validName, options ?? {}));
  if (!unit) return runWork(runtime, validName, options ?? {}, work);
  const joined = quietly(() => join(unit, validName, options ?? {})) ?? { succeed() {}, fail: unit.fail };
  return runFollowed(context.active(), unit.span, work, joined);
}
