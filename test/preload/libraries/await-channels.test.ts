import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import { type Context, type Span, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { onOperation } from '../../../src/preload/libraries/await-channels.ts';
import { traceChannel } from '../../../src/preload/libraries/channel-spans.ts';

const span = { end() {} } as unknown as Span;

describe('the first operation on a channel that is waited for', () => {
  it.each(['first', 'second'])('has its own work below its span, the %s of two channels', async which => {
    const storage = new AsyncLocalStorage<Context>();
    const names = ['first', 'second'].map(name => `awaited of ${which}: ${name}`);
    const started: unknown[] = [];
    const start = (begun: object) => {
      started.push(begun);
      return span;
    };
    onOperation(names, storage, () => {
      for (const name of names) traceChannel(name, { storage }, { start });
    });

    const message = { operation: which };
    const active = () => trace.getSpan(storage.getStore() as Context);
    const channel = tracingChannel(`awaited of ${which}: ${which}`);
    const seen = await channel.tracePromise(async () => active(), message);

    expect(started).toEqual([message]);
    expect(seen).toBe(span);
  });
});
