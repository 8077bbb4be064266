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
    ['nothing was initialized', undefined, false],
    ['this very thread was', identity(), true],
    ['this thread and another were', `${pid}:77:1.5,${identity()}`, true],
    ['its parent was', `${Number(pid) + 1}:${threadId}:${timeOrigin}`, false],
    ['another thread of this process was', `${pid}:77:${timeOrigin}`, false],
    ['an earlier process with the same id was', `${pid}:${threadId}:1.5`, false],
    ['it holds something else', 'true', false],
  ])('where %s', (_, value, expected) => {
    expect(isInitialized({ [GUARD_VARIABLE]: value })).toBe(expected);
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
    [`${process.pid}:0:1.5`, true],
    [`${process.pid}:1:1.5`, false],
    [`${process.pid}0:0:1.5`, false],
    [undefined, false],
  ])('tells by %s whether the main thread of this process is initialized: %s', (value, expected) => {
    expect(isMainThreadInitialized({ [GUARD_VARIABLE]: value })).toBe(expected);
  });
});
