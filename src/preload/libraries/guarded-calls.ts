import { rethrown } from '../errors/rethrown.ts';

type Callable = (this: unknown, ...values: unknown[]) => unknown;

/** One call of what was put in a function's place. */
interface Call {
  /** Whether it has called the function. */
  reached?: boolean;
  returned?: { readonly value: unknown };
  thrown?: { readonly error: unknown };
}

/**
 * Wraps a function as an instrumentation does, and lets none of the wrapper's own failures through: what it reads of
 * arguments, results and errors may throw. Where it fails before it has called the function, that is called as it is bare;
 * where it fails later, what the function has returned or thrown stands.
 *
 * @param wrap makes what takes the function's place
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

/** A function that is called by way of another; a proxy keeps all that it is beside being called. */
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

/** By what upstream's base wraps a function, and many at once. */
const WRAPS = ['_wrap', '_massWrap'] as const;

type Wrapping = Partial<Record<(typeof WRAPS)[number], Wrap>>;

/** Guards all that an instrumentation wraps from now on, and what the instrumentations do that it is made of. */
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
