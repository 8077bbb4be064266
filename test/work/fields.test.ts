import { setTimeout as later } from 'node:timers/promises';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { activeFields, bindFields, withFields } from '../../src/work/fields.ts';
import { withWork } from '../../src/work/with-work.ts';
import { log, recorded, recordTelemetry } from './record-telemetry.ts';

beforeAll(() => recordTelemetry());
afterEach(() => {
  for (const name of Object.keys(activeFields())) bindFields({ [name]: undefined });
  recorded.clear();
});

/** What a server's instrumentation does with each request: a span of its own, entered from nowhere. */
function request<Result>(handle: () => Result): Result {
  const span = trace.getTracer('http').startSpan('GET', {}, ROOT_CONTEXT);
  return context.with(trace.setSpan(ROOT_CONTEXT, span), handle);
}

describe('bindFields', () => {
  it('binds to every log record from then on, in the unit of work and what it starts', async () => {
    await withWork('work', async () => {
      log('before');
      bindFields({ tenant: 'acme', attempt: 2 });
      await later(1);
      log('after');
      queueMicrotask(() => log('in a callback'));
    });
    log('outside');

    expect(recorded.log('before')).toEqual({});
    expect(recorded.log('after')).toEqual({ tenant: 'acme', attempt: 2 });
    expect(recorded.log('in a callback')).toEqual({ tenant: 'acme', attempt: 2 });
    expect(recorded.log('outside')).toEqual({});
  });

  it('is seen by the caller of the function that bound it, in the same unit of work', () => {
    withWork('work', () => {
      const middleware = () => bindFields({ user: 'u1' });
      middleware();
      log('later');
    });

    expect(recorded.log('later')).toEqual({ user: 'u1' });
  });

  it('binds to the request, not to its neighbours and not to the process', () => {
    request(() => bindFields({ user: 'u1' }));
    request(() => log('neighbour'));

    expect(recorded.log('neighbour')).toEqual({});
    expect(activeFields()).toEqual({});
  });

  it('binds to the request however often an instrumentation enters its context', () => {
    const span = trace.getTracer('http').startSpan('GET', {}, ROOT_CONTEXT);
    const entered = trace.setSpan(ROOT_CONTEXT, span);
    context.with(entered, () => bindFields({ user: 'u1' }));
    context.with(entered, () => log('later'));

    expect(recorded.log('later')).toEqual({ user: 'u1' });
  });

  it('binds nothing of a request that is not traced to the process', () => {
    context.with(suppressTracing(ROOT_CONTEXT), () => {
      bindFields({ user: 'u1' });
      log('inside');
    });

    expect(recorded.log('inside')).toEqual({ user: 'u1' });
    expect(activeFields()).toEqual({});
  });

  it('binds for the whole process outside of requests and units of work', () => {
    bindFields({ region: 'eu', shard: 1 });
    withWork('work', () => {
      bindFields({ shard: 2 });
      log('inside');
    });
    log('outside');

    expect(recorded.log('inside')).toEqual({ region: 'eu', shard: 2 });
    expect(recorded.log('outside')).toEqual({ region: 'eu', shard: 1 });
  });

  it("hides an outer unit's field inside of an inner one alone, and takes a field back", () => {
    withWork('outer', () => {
      bindFields({ step: 'outer', kept: true });
      withWork('inner', () => {
        bindFields({ step: 'inner' });
        log('inner');
        bindFields({ step: undefined });
        log('taken back');
      });
      log('outer');
    });

    expect(recorded.log('inner')).toEqual({ step: 'inner', kept: true });
    expect(recorded.log('taken back')).toEqual({ kept: true });
    expect(recorded.log('outer')).toEqual({ step: 'outer', kept: true });
  });

  it('does not outlive the sender of a message in the work that the message orders', () => {
    withWork('producer', () => {
      bindFields({ tenant: 'acme' });
      withWork('consumer', { from: {} }, () => log('consumed'));
    });

    expect(recorded.log('consumed')).toEqual({});
  });

  it('has another name in the record where the record itself owns it', () => {
    withWork('work', () => {
      bindFields({ trace_id: 'mine', span_id: 7, trace_flags: 'x', '': 1 });
      log('named');
    });

    expect(recorded.log('named')).toEqual({
      ...{ field_trace_id: 'mine', field_span_id: 7, field_trace_flags: 'x', field_: 1 },
    });
  });

  it('loses against a field of the log record itself', () => {
    withWork('work', () => {
      bindFields({ user: 'bound', tenant: 'acme' });
      log('record', { user: 'own' });
    });

    expect(recorded.log('record')).toEqual({ user: 'own', tenant: 'acme' });
  });

  it('binds what the object held at that moment', () => {
    const fields = { user: 'u1' };
    withWork('work', () => {
      bindFields(fields);
      fields.user = 'u2';
      log('record');
    });

    expect(recorded.log('record')).toEqual({ user: 'u1' });
  });

  it('does not leak between 1,000 concurrent units of work', async () => {
    const works = Array.from({ length: 1000 }, (_, index) =>
      withWork('work', async () => {
        bindFields({ index });
        await later(index % 7);
        await withFields({ batch: index * 2 }, async () => {
          await later(index % 3);
          log(`inside ${index}`);
        });
        log(`outside ${index}`);
      }),
    );
    await Promise.all(works);

    for (let index = 0; index < 1000; index++) {
      expect(recorded.log(`inside ${index}`)).toEqual({ index, batch: index * 2 });
      expect(recorded.log(`outside ${index}`)).toEqual({ index });
    }
  });

  it.each([
    { fields: null, given: 'null' },
    { fields: 'tenant', given: 'string' },
  ])('warns about $fields and goes on', ({ fields, given }) => {
    bindFields(fields as never);
    expect(withFields(fields as never, () => 7)).toBe(7);

    expect(activeFields()).toEqual({});
    expect(recorded.warnings).toEqual([
      `bindFields needs an object of names and values, but was given ${given}`,
      `withFields needs an object of names and values, but was given ${given}`,
    ]);
  });
});

describe('withFields', () => {
  it('binds for one call, with what it awaits, and hands on what it returns', async () => {
    const returned = await withFields({ batch: 7 }, async () => {
      await later(1);
      log('inside');
      return 7;
    });
    log('outside');

    expect(returned).toBe(7);
    expect(recorded.log('inside')).toEqual({ batch: 7 });
    expect(recorded.log('outside')).toEqual({});
  });

  it('hands on what is thrown', () => {
    const error = new Error('no more');
    const call = () =>
      withFields({ batch: 7 }, () => {
        throw error;
      });

    expect(call).toThrow(error);
  });

  it('leaves what is bound inside of it to the unit of work around it', () => {
    withWork('work', () => {
      withFields({ batch: 7 }, () => bindFields({ user: 'u1' }));
      log('afterwards');
    });

    expect(recorded.log('afterwards')).toEqual({ user: 'u1' });
  });
});
