import { rethrown } from '../errors/rethrown.ts';

type Callable = (this: unknown, ...values: unknown[]) => unknown;

/** One call of a function's wrapper. */
interface Call {
  /** Whether it has called the original function. */
  reached?: boolean;
  returned?: { readonly value: unknown };
  thrown?: { readonly error: unknown };
}

/**
 * Wraps a function as an instrumentation does, but contains the wrapper's own failures: reading arguments,
 * results and errors may throw. If the wrapper fails before it has called the function, the bare function is
 * called. If it fails later, the function's result or error stands.
 *
 * @param wrap creates the wrapper
 */
export function guardCalls<Original>(original: Original, wrap: (original: Original) => unknown): unknown {
  if (typeof original !== 'function') return wrap(original);
  let underWay: Call | undefined;
  const tracked = (invoke: () => unknown): unknown => {
    const call = underWay;
    if (!call) return invoke();
    call.reached = true;
    underWay = undefined;
    try {
      const value = invoke();
      call.returned = { value };
      return value;
    } catch (error) {
      call.thrown = { error };
      throw rethrown(error);
    } finally {
      underWay = call;
    }
  };
  const guarded = (invoke: () => unknown, bare: () => unknown): unknown => {
    const outer = underWay;
    const call: Call = {};
    underWay = call;
    try {
      return invoke();
    } catch (error) {
      if (call.thrown) throw rethrown(call.thrown.error);
      if (call.returned) return call.returned.value;
      if (call.reached) throw rethrown(error);
    } finally {
      underWay = outer;
    }
    return bare();
  };
  const wrapped = wrap(trapping(original as Original & Callable, tracked));
  if (typeof wrapped !== 'function') return wrapped;
  return trapping(wrapped as Callable, guarded, original as Original & Callable);
}

/** A function that is called through another one. A proxy keeps everything else about it. */
function trapping<Target extends Callable>(
  target: Target,
  through: (invoke: () => unknown, bare: () => unknown) => unknown,
  bare: Callable = target,
): Target {
  const trapped: Target = new Proxy(target, {
    apply: (_, self, values) =>
      through(
        () => Reflect.apply(target, self, values),
        () => Reflect.apply(bare, self, values),
      ),
    construct: (_, values, made) =>
      through(
        () => Reflect.construct(target, values, made === trapped ? target : made),
        () => Reflect.construct(bare, values, made === trapped ? bare : made),
      ) as object,
  });
  return trapped;
}

type Wrapper = (original: unknown, ...rest: unknown[]) => unknown;

type Wrap = (target: unknown, name: unknown, wrapper: Wrapper) => unknown;

/** The methods with which upstream's base wraps one function, or several. */
const WRAPS = ['_wrap', '_massWrap'] as const;

type Wrapping = Partial<Record<(typeof WRAPS)[number], Wrap>>;

/** Guards everything that an instrumentation, or a part of it, wraps from now on. */
export function guardWrapped(instrumentation: object): void {
  const owner = instrumentation as Wrapping;
  for (const way of WRAPS) {
    const { [way]: wrap } = owner;
    if (typeof wrap !== 'function') continue;
    owner[way] = (target, name, wrapper) =>
      wrap.call(owner, target, name, (original, ...rest) =>
        guardCalls(original, tracked => wrapper(tracked, ...rest)),
      );
  }
  for (const part of Object.values(owner)) {
    if (typeof part === 'object' && part !== null && '_wrap' in part) guardWrapped(part);
  }
}
