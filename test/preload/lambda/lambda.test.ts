import { describe, expect, it } from 'vitest';
import { findHandler } from '../../../src/preload/libraries/lambda/environment.ts';
import { readTrigger } from '../../../src/preload/libraries/lambda/read-trigger.ts';
import { longestDelivery, timeUntilTimeOut } from '../../../src/preload/libraries/lambda/time-out.ts';
import { parseXRay } from '../../../src/preload/libraries/lambda/x-ray.ts';

const FUNCTIONS = new URL('../../fixtures/apps/lambda', import.meta.url).pathname;

describe('the handler of a function', () => {
  it.each([
    {
      env: { _HANDLER: 'functions.handler', LAMBDA_TASK_ROOT: FUNCTIONS },
      file: 'functions.mjs',
      path: ['handler'],
    },
    {
      env: { _HANDLER: 'lambda/callbacks.a.b', LAMBDA_TASK_ROOT: `${FUNCTIONS}/..` },
      file: 'callbacks.cjs',
      path: ['a', 'b'],
    },
    {
      env: { LAMBDA_TASK_ROOT: FUNCTIONS },
      args: ['ric', 'streaming.handler'],
      file: 'streaming.cjs',
      path: ['handler'],
    },
  ])('is found by $env', ({ env, args = [], file, path }) => {
    expect(findHandler(env, args)).toEqual({ file: `${FUNCTIONS}/${file}`, path });
  });

  it.each(['missing.handler', 'handler', ''])('is nowhere by %j', name => {
    expect(findHandler({ _HANDLER: name, LAMBDA_TASK_ROOT: FUNCTIONS }, []).file).toBeUndefined();
  });
});

describe('an event', () => {
  const sender = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };

  it.each([
    null,
    7,
    'text',
    [],
    {},
    { Records: [] },
    { Records: [null] },
    { Records: 'no' },
    { requestContext: null },
    { records: { a: null }, eventSource: 'aws:none' },
  ])('may be anything: %j', event => {
    expect(readTrigger(event, undefined)).toMatchObject({ type: 'other' });
  });

  it('of a queue is linked to who published to the topic before it', () => {
    const body = JSON.stringify({
      MessageAttributes: { traceparent: { Type: 'String', Value: sender.traceparent } },
    });
    const record = {
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu:1:mails',
      messageAttributes: {},
      body,
    };

    expect(
      readTrigger({ Records: [record, { ...record, body: '{"MessageAttributes"' }] }, undefined).senders,
    ).toEqual([sender]);
  });

  it.each([
    {
      eventSource: 'aws:dynamodb',
      record: { eventSourceARN: 'arn:aws:dynamodb:eu:1:table/orders/stream/2026' },
      type: 'datasource',
      collection: 'orders',
    },
    {
      eventSource: 'aws:s3',
      record: { s3: { bucket: { name: 'pictures' } } },
      type: 'datasource',
      collection: 'pictures',
    },
  ])('of $eventSource comes from a data source', ({ eventSource, record, type, collection }) => {
    expect(readTrigger({ Records: [{ eventSource, ...record }] }, undefined)).toMatchObject({
      type,
      attributes: { 'faas.document.collection': collection },
    });
  });

  it.each(['aws:kafka', 'SelfManagedKafka'])('of %s is linked to who sent its messages', eventSource => {
    const message = { topic: 'orders', headers: [{ traceparent: [...Buffer.from(sender.traceparent)] }] };
    const records = { 'orders-0': [message, { topic: 'orders', headers: [] }], 'orders-1': [message] };

    expect(readTrigger({ eventSource, records }, undefined)).toMatchObject({
      type: 'pubsub',
      attributes: {
        'messaging.system': 'kafka',
        'messaging.destination.name': 'orders',
        'messaging.batch.message_count': 3,
      },
      senders: [sender, sender],
    });
  });

  it('of a request has all of its headers, whichever way they are given', () => {
    const lists = {
      httpMethod: 'GET',
      headers: {},
      multiValueHeaders: { Traceparent: [sender.traceparent] },
    };

    expect(readTrigger(lists, undefined).parent).toEqual(sender);
  });

  it('of a WebSocket is a request without a route', () => {
    const event = {
      requestContext: { connectionId: 'abc', routeKey: '$connect' },
      headers: { Host: 'ws.example' },
    };

    expect(readTrigger(event, undefined)).toMatchObject({
      type: 'http',
      attributes: { 'server.address': 'ws.example', 'http.route': undefined },
    });
  });
});

describe('the header of X-Ray', () => {
  it('names a span', () => {
    expect(parseXRay('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0')).toEqual({
      traceId: '5759e988bd862e3fe1be46a994272793',
      spanId: '53995c3f42cd8ad8',
      traceFlags: 0,
      isRemote: true,
    });
  });

  it.each([undefined, '', 'Root=1-5759e988-bd862e3fe1be46a994272793', 'Root=2-x;Parent=53995c3f42cd8ad8'])(
    'names none: %j',
    header => {
      expect(parseXRay(header)).toBeUndefined();
    },
  );
});

describe('the time of an invocation', () => {
  it.each([
    { remaining: 3000, until: 2850 },
    { remaining: 900_000, until: 899_750 },
    { remaining: 100, until: 50 },
    { remaining: 20, until: 0 },
  ])('of $remaining ms is over after $until ms', ({ remaining, until }) => {
    expect(timeUntilTimeOut(remaining)).toBe(until);
  });

  it.each([
    { flushTimeout: 2000, remaining: 10_000, wasLate: false, most: 2000 },
    { flushTimeout: 2000, remaining: 1000, wasLate: false, most: 970 },
    { flushTimeout: 2000, remaining: 10_000, wasLate: true, most: 250 },
    { flushTimeout: 100, remaining: 10_000, wasLate: true, most: 100 },
    { flushTimeout: 2000, remaining: -5, wasLate: false, most: 0 },
  ])('leaves $most ms to deliver', ({ flushTimeout, remaining, wasLate, most }) => {
    expect(longestDelivery(flushTimeout, remaining, wasLate)).toBe(most);
  });
});
