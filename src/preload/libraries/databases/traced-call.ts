import { EventEmitter } from 'node:events';
import { context, type Tracer } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { follow } from '../../../work/follow.ts';
import { rethrown } from '../../errors/rethrown.ts';
import { withRecorded } from '../../spans/recorded-operation.ts';
import { type DatabaseCall, recordDatabaseError, startDatabaseSpan } from './database-span.ts';

type Invoke = (values: readonly unknown[]) => unknown;

/**
 * Calls a driver's function within a span that lasts until the call is over: its callback runs, its promise
 * settles, or its emitter has no more rows. The driver's calls below it get no spans.
 *
 * @param values its arguments; a function at the end is its callback, which gets the error first
 * @param invoke calls it
 * @param requests whether to trace its HTTP requests: not if the driver uses HTTP to reach its database
 */
export function traceCall(
  tracer: Tracer,
  call: DatabaseCall,
  values: readonly unknown[],
  invoke: Invoke,
  requests: 'traced' | 'suppressed' = 'traced',
): unknown {
  const parent = context.active();
  const span = startDatabaseSpan(tracer, call, parent);
  if (!span) return invoke(values);
  let ended = false;
  const end = (error?: unknown) => {
    if (ended) return;
    ended = true;
    if (error !== undefined && error !== null) recordDatabaseError(span, error, call.system);
    span.end();
  };
  const given = withCallback(values, callback => (error: unknown, ...results: unknown[]) => {
    end(error);
    return context.with<unknown[], Callback>(parent, callback, undefined, error, ...results);
  });
  try {
    const active = withRecorded(requests === 'traced' ? parent : suppressTracing(parent));
    const result = context.with(active, () => invoke(given ?? values));
    if (given) return result;
    if (result instanceof EventEmitter) return context.bind(parent, withEnd(result, end));
    return follow(result, parent, { succeed: () => end(), fail: end });
  } catch (error) {
    end(error);
    throw rethrown(error);
  }
}

type Callback = (...values: unknown[]) => unknown;

function withCallback(
  values: readonly unknown[],
  replace: (callback: Callback) => Callback,
): readonly unknown[] | undefined {
  const callback = values.at(-1);
  return typeof callback === 'function' ? [...values.slice(0, -1), replace(callback as Callback)] : undefined;
}

/** Events after the last row, and of a destroyed stream. */
const LAST = ['end', 'close'];

/** Adds no listeners: an error that the application does not listen for has to end the process. */
function withEnd(emitter: EventEmitter, end: (error?: unknown) => void): EventEmitter {
  const { emit } = emitter;
  const value = function (this: EventEmitter, ...values: Parameters<EventEmitter['emit']>): boolean {
    const [event, error] = values;
    if (event === 'error') end(error);
    else if (LAST.includes(String(event))) end();
    return emit.apply(this, values);
  };
  Object.defineProperty(emitter, 'emit', { value, writable: true, configurable: true });
  return emitter;
}
