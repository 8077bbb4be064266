import { EventEmitter } from 'node:events';
import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { ScopedContextManager } from '../../../src/preload/providers/scoped-context.ts';

const KEY = createContextKey('scoped-context.test');

/** An emitter that is bound to a context, and what listeners find there. */
function createBound() {
  const manager = new ScopedContextManager();
  const seen: unknown[] = [];
  const emitter = new EventEmitter();
  const listener = () => seen.push(manager.active().getValue(KEY));
  const bound = ROOT_CONTEXT.setValue(KEY, 'bound');
  return { manager, seen, emitter, listener, bound, other: ROOT_CONTEXT.setValue(KEY, 'other') };
}

describe('an emitter that is bound to a context', () => {
  it('calls every listener in it, wherever the event comes from', () => {
    const { manager, seen, emitter, listener, bound, other } = createBound();
    emitter.on('event', listener);
    manager.bind(bound, emitter);
    emitter.once('event', listener);

    emitter.emit('event');
    manager.with(other, () => emitter.emit('event'));
    manager.with(bound, () => emitter.emit('event'));

    expect(seen).toEqual(['bound', 'bound', 'bound', 'bound']);
    expect(manager.active().getValue(KEY)).toBeUndefined();
  });

  it('keeps the first context that it was bound to', () => {
    const { manager, seen, emitter, listener, bound, other } = createBound();
    const { emit } = manager.bind(bound, emitter);

    expect(manager.bind(other, emitter).emit).toBe(emit);
    emitter.on('event', listener).emit('event');
    expect(seen).toEqual(['bound']);
  });

  it('stays the emitter that it was: values, answers, errors, listeners', () => {
    const { manager, emitter, listener, bound } = createBound();
    expect(manager.bind(bound, emitter)).toBe(emitter);
    expect(Object.keys(emitter)).toEqual(Object.keys(new EventEmitter()));

    const values: unknown[] = [];
    emitter.on('event', function (this: unknown, ...more) {
      values.push(this === emitter, ...more);
    });
    expect(emitter.emit('event', 1, 2)).toBe(true);
    expect(emitter.emit('nothing')).toBe(false);
    expect(values).toEqual([true, 1, 2]);
    expect(() => emitter.emit('error', new Error('seen'))).toThrow('seen');

    emitter.on('other', listener);
    expect(emitter.listeners('other')).toEqual([listener]);
    expect(emitter.off('other', listener).listenerCount('other')).toBe(0);
  });
});
