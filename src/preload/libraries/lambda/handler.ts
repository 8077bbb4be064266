import { context } from '@opentelemetry/api';
import { openScope, withScope } from '../../../work/fields.ts';
import { findRuntime } from '../../../work/runtime.ts';
import { fieldOf } from './event-field.ts';
import type { Invocation } from './invocation.ts';

type Handler = (...values: never[]) => unknown;

type Callback = (error?: unknown, result?: unknown) => unknown;

/** How the handler's invocations begin and end. */
export interface HandlerHooks {
  readonly begin: (event: unknown, handlerContext: unknown) => Invocation;
  /**
   * The handler is done.
   *
   * @returns a promise after which the runtime gets the outcome; undefined if it gets it at once
   */
  readonly done: (invocation: Invocation) => Promise<void> | undefined;
}

/** The mark of a handler that streams its response, set by `awslambda.streamifyResponse`. */
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/**
 * A proxy keeps everything that the runtime reads of a handler: its marks and the number of its parameters.
 */
export function instrumentHandler<Callable extends Handler>(
  handler: Callable,
  hooks: HandlerHooks,
): Callable {
  return new Proxy(handler, {
    apply(target, self, values: unknown[]) {
      const isStreaming = Boolean(Reflect.get(target, STREAMING));
      const handlerContext = isStreaming ? values[2] : values[1];
      const invocation = beginQuietly(hooks, values[0], handlerContext);
      if (!invocation) return Reflect.apply(target, self, values);
      if (!isStreaming) watchCallbacks(values, handlerContext, invocation, hooks);
      return call(target, self, values, invocation, hooks);
    },
  });
}

function beginQuietly(hooks: HandlerHooks, event: unknown, handlerContext: unknown): Invocation | undefined {
  try {
    return hooks.begin(event, handlerContext);
  } catch {
    // A handler may be called with anything, for example by a test of the application.
    return undefined;
  }
}

function call(
  target: Handler,
  self: unknown,
  values: readonly unknown[],
  invocation: Invocation,
  hooks: HandlerHooks,
): unknown {
  const fields = { 'faas.invocation_id': invocation.id };
  const active = withScope(invocation.active, openScope(undefined, fields));
  let result: unknown;
  try {
    result = context.with(active, target as never, self as never, ...(values as never[]));
  } catch (error) {
    invocation.fail(error);
    findRuntime()?.passed?.(error, call);
    throw error;
  }
  return isPromise(result) ? followed(result, invocation, hooks) : result;
}

function followed(result: PromiseLike<unknown>, invocation: Invocation, hooks: HandlerHooks): unknown {
  return result.then(
    value => {
      invocation.succeed(value);
      const delivery = hooks.done(invocation);
      return delivery ? delivery.then(() => value) : value;
    },
    error => {
      invocation.fail(error);
      const delivery = hooks.done(invocation);
      if (!delivery) throw error;
      return delivery.then(() => {
        throw error;
      });
    },
  );
}

/** Runtimes before Node.js 24 also take an outcome through a callback or methods of the context object. */
function watchCallbacks(
  values: unknown[],
  handlerContext: unknown,
  invocation: Invocation,
  hooks: HandlerHooks,
): void {
  const watch =
    (callback: Callback, outcome: (error: unknown, result: unknown) => [unknown, unknown]): Callback =>
    (...given) => {
      const [error, result] = outcome(given[0], given[1]);
      if (error === undefined || error === null) invocation.succeed(result);
      else invocation.fail(error);
      const delivery = hooks.done(invocation);
      return delivery ? void delivery.then(() => callback(...given)) : callback(...given);
    };
  const both = (error: unknown, result: unknown): [unknown, unknown] => [error, result];
  if (typeof values[2] === 'function') values[2] = watch(values[2] as Callback, both);
  replace(handlerContext, 'done', callback => watch(callback, both));
  replace(handlerContext, 'succeed', callback => watch(callback, result => [undefined, result]));
  replace(handlerContext, 'fail', callback => watch(callback, error => [error ?? 'handled', undefined]));
}

function replace(target: unknown, name: string, replacement: (original: Callback) => Callback): void {
  const original = fieldOf(target, name);
  if (typeof original === 'function') Reflect.set(target as object, name, replacement(original as Callback));
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';
}
