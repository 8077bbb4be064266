import { EventEmitter, errorMonitor } from 'node:events';
import { type Context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { describe, expect, it } from 'vitest';
import { ScopedContextManager } from '../../../src/preload/sdk/scoped-context.ts';

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

class Request extends EventEmitter {}

function keysIn(emitter: EventEmitter): readonly string[] {
  const keys: string[] = [];
  for (const key in emitter) keys.push(key);
  return keys.sort();
}

describe('an emitter that is bound to a context', () => {
  it('leaves the others of its class as they are, and what it looks like', () => {
    const { manager, seen, listener, bound, other } = createBound();
    const [first, second, third] = [new Request(), new Request(), new Request()];
    for (const request of [first, second, third]) request.on('event', listener);
    manager.bind(bound, first);
    manager.bind(other, second);

    for (const request of [first, second, third]) request.emit('event');

    expect(seen).toEqual(['bound', 'other', undefined]);
    expect(Reflect.ownKeys(first)).toEqual(Reflect.ownKeys(third));
    expect(keysIn(first)).toEqual(keysIn(new (class extends EventEmitter {})()));
    expect(Object.hasOwn(EventEmitter.prototype, 'emit')).toBe(true);
    expect(new EventEmitter().emit).toBe(EventEmitter.prototype.emit);
  });

  it('calls listeners in it where a class, or an emitter, has an emit of its own', () => {
    const { manager, seen, listener, bound } = createBound();
    class Noted extends EventEmitter {
      override emit(name: string, ...values: unknown[]): boolean {
        seen.push(`emit ${manager.active().getValue(KEY)}`);
        return super.emit(name, ...values);
      }
    }
    const noted = manager.bind(bound, new Noted());
    const own = Object.assign(new EventEmitter(), { emit: new EventEmitter().emit });
    manager.bind(bound, own).on('event', listener);

    noted.emit('nobody listens');
    own.emit('event');

    expect(seen).toEqual(['emit bound', 'bound']);
  });

  it('calls listeners in it where its prototype is replaced, or frozen', () => {
    const { manager, seen, listener, bound } = createBound();
    class Given extends Request {}
    const given = manager.bind(bound, new Given()).on('event', listener);
    Object.setPrototypeOf(given, Object.create(Request.prototype));
    class Frozen extends EventEmitter {}
    Object.freeze(Frozen.prototype);
    const frozen = manager.bind(bound, new Frozen()).on('event', listener);

    given.emit('event');
    frozen.emit('event');

    expect(seen).toEqual(['bound', 'bound']);
  });

  it('emits as node:domain and others have emitters emit from then on', () => {
    const { manager, seen, bound } = createBound();
    const request = manager.bind(bound, new Request());
    const { emit } = EventEmitter.prototype;
    EventEmitter.prototype.emit = function (this: EventEmitter, ...values: Parameters<typeof emit>) {
      if (this === request) seen.push(manager.active().getValue(KEY));
      return emit.apply(this, values);
    };
    try {
      request.emit('nobody listens');
    } finally {
      EventEmitter.prototype.emit = emit;
    }
    request.emit('nobody listens');

    expect(seen).toEqual(['bound']);
  });

  it('calls those in it who only watch for errors', () => {
    const { manager, seen, emitter, listener, bound } = createBound();
    manager.bind(bound, emitter).on(errorMonitor, listener);

    expect(() => emitter.emit('error', new Error('seen'))).toThrow('seen');
    expect(seen).toEqual(['bound']);
  });

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

describe('a context manager of somebody else that is adopted', () => {
  /** One that marks every context which is entered. */
  class Marking extends AsyncLocalStorageContextManager {
    override with<Values extends unknown[], Call extends (...values: Values) => ReturnType<Call>>(
      active: Context,
      call: Call,
      self?: ThisParameterType<Call>,
      ...values: Values
    ): ReturnType<Call> {
      return super.with(active.setValue(MARK, true), call, self, ...values);
    }
  }

  const MARK = createContextKey('scoped-context.test.mark');

  it('keeps contexts, with what it adds to them', async () => {
    const { manager, seen, emitter, listener, bound } = createBound();
    manager.adopt(new Marking());
    emitter.on('event', listener);
    manager.bind(bound, emitter).emit('event');

    const found = await manager.with(bound, async () => {
      await Promise.resolve();
      return [KEY, MARK].map(key => manager.active().getValue(key));
    });

    expect(found).toEqual(['bound', true]);
    expect(seen).toEqual(['bound']);
    expect(manager.active().getValue(MARK)).toBeUndefined();
  });

  it('leaves what was under way in the context that it was in', () => {
    const { manager, bound } = createBound();

    manager.with(bound, () => {
      manager.adopt(new Marking());

      expect(manager.active().getValue(KEY)).toBe('bound');
    });
  });
});
