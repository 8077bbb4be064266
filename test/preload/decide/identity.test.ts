import { afterEach, describe, expect, it } from 'vitest';
import {
  GUARD_VARIABLE,
  identity,
  isInitialized,
  isMainThreadInitialized,
  markInitialized,
} from '../../../src/preload/decide/identity.ts';

const MARKER = Symbol.for('otel-run.initialized');

afterEach(() => Reflect.deleteProperty(globalThis, MARKER));

describe('the guard OTEL_RUN_INITIALIZED', () => {
  const [pid, threadId, timeOrigin] = identity().split(':');

  it.each([
    { what: 'nothing was initialized', guard: undefined, initialized: false },
    { what: 'this very thread was', guard: identity(), initialized: true },
    { what: 'this thread and another were', guard: `${pid}:77:1.5,${identity()}`, initialized: true },
    { what: 'its parent was', guard: `${Number(pid) + 1}:${threadId}:${timeOrigin}`, initialized: false },
    { what: 'another thread of this process was', guard: `${pid}:77:${timeOrigin}`, initialized: false },
    { what: 'an earlier process with the same id was', guard: `${pid}:${threadId}:1.5`, initialized: false },
    { what: 'it holds something else', guard: 'true', initialized: false },
  ])('where $what', ({ guard, initialized }) => {
    expect(isInitialized({ [GUARD_VARIABLE]: guard })).toBe(initialized);
  });

  it('stops a second initialization, also of a process that lost its environment', () => {
    const env = {};
    markInitialized(env);
    expect(isInitialized(env)).toBe(true);
    expect(isInitialized({})).toBe(true);
  });

  it('drops what was inherited from other processes and keeps the threads of this one', () => {
    const env = { [GUARD_VARIABLE]: `1:0:1.5,${pid}:0:2.5` };
    markInitialized(env, `${pid}:3:4.5`);
    const entries = env[GUARD_VARIABLE]?.split(',') ?? [];
    expect(entries).not.toContain('1:0:1.5');
    expect(entries.at(-1)).toBe(`${pid}:3:4.5`);
  });

  it.each([
    { guard: `${process.pid}:0:1.5`, initialized: true },
    { guard: `${process.pid}:1:1.5`, initialized: false },
    { guard: `${process.pid}0:0:1.5`, initialized: false },
    { guard: undefined, initialized: false },
  ])(
    'tells by $guard whether the main thread of this process is initialized: $initialized',
    ({ guard, initialized }) => {
      expect(isMainThreadInitialized({ [GUARD_VARIABLE]: guard })).toBe(initialized);
    },
  );
});
