import { describe, expect, it } from 'vitest';
import { guardCalls, guardWrapped } from '../../../src/preload/libraries/guarded-calls.ts';

type Sum = (...values: number[]) => number;

const fail = () => {
  throw new Error('of the instrumentation');
};

/** Wraps a function that adds numbers, and counts how often it was called. */
function guarded(wrap: (original: Sum) => Sum, sum: Sum = (a = 0, b = 0) => a + b) {
  const calls: number[][] = [];
  const original: Sum = (...values) => {
    calls.push(values);
    return sum(...values);
  };
  return { call: guardCalls(original, wrap) as Sum, calls };
}

describe('a wrapper around a function', () => {
  it('that fails before it calls the function leaves it to be called as bare', () => {
    const { call, calls } = guarded(() => fail);
    expect([call(1, 2), calls]).toEqual([3, [[1, 2]]]);
  });

  it('that fails afterwards leaves what the function returned, and calls it once', () => {
    const { call, calls } = guarded(original => (...values) => {
      original(...values);
      return fail();
    });
    expect([call(1, 2), calls]).toEqual([3, [[1, 2]]]);
  });

  it('that fails over what the function threw leaves that', () => {
    const thrown = new Error('of the function');
    const wrap = (original: Sum) => () => {
      try {
        return original();
      } catch {
        return fail();
      }
    };
    const { call } = guarded(wrap, () => {
      throw thrown;
    });
    expect(call).toThrow(thrown);
  });

  it('may change what goes in and what comes out', () => {
    const { call } = guarded(original => a => original(a as number, 10) * 2);
    expect(call(1, 2)).toBe(22);
  });

  it('is told apart from the same one further in', () => {
    const wrap = (original: Sum) => (depth: number) => (depth === 0 ? fail() : original(depth));
    const { call } = guarded(wrap as never, depth => (depth === 0 ? 7 : call((depth ?? 0) - 1)));
    expect(call(3)).toBe(7);
  });

  it('is called as it is where it calls the function later', async () => {
    const wrap = (original: Sum) => (async (...values: number[]) => original(...values)) as never;
    expect(await guarded(wrap).call(1, 2)).toBe(3);
  });

  it('keeps this, and what the function is beside being called', () => {
    function method(this: { readonly own: number }) {
      return this.own;
    }
    method.extra = 1;
    const wrapped = guardCalls(method, original => {
      expect(original.extra).toBe(1);
      return fail;
    }) as typeof method;
    expect(wrapped.call({ own: 5 })).toBe(5);
  });

  it('of a class makes its instances, also where it fails and of what extends it', () => {
    class Client {
      readonly made = true;
    }
    function failing() {
      fail();
    }
    const wrapped = guardCalls(Client, () => failing) as typeof Client;
    class Own extends wrapped {}
    expect(new wrapped()).toBeInstanceOf(Client);
    expect(new Own()).toMatchObject({ made: true });
    expect(new Own()).toBeInstanceOf(Own);
  });

  it.each([undefined, null, 'text', {}])('of what is no function (%s) is what it makes', value => {
    expect(guardCalls(value, original => [original])).toEqual([value]);
  });
});

it('what an instrumentation wraps is guarded, and what those do that it is made of', () => {
  const wrapping = () => ({
    _wrap(target: Record<string, Sum>, name: string, wrapper: (original: Sum, name: string) => Sum) {
      target[name] = wrapper(target[name] as Sum, name);
    },
  });
  const instrumentation = { ...wrapping(), part: wrapping() };
  guardWrapped(instrumentation);
  for (const one of [instrumentation, instrumentation.part]) {
    const target = { sum: (a = 0, b = 0) => a + b };
    one._wrap(target, 'sum', (_, name) => {
      expect(name).toBe('sum');
      return fail;
    });
    expect(target.sum(1, 2)).toBe(3);
  }
});
