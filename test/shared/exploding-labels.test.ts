import { describe, expect, it } from 'vitest';
import { explosionOf } from '../../src/shared/exploding-labels.ts';
import { LABELS } from '../checks/corpus/labels.ts';

const UUID = '9f1c2d3e-0000-4000-8000-0123456789ab';

const BY_NAME: readonly { name: string; what: string }[] = [
  { name: 'id', what: 'an id' },
  { name: 'user', what: 'a user' },
  { name: 'userId', what: 'a user' },
  { name: 'USER_ID', what: 'a user' },
  { name: 'app.user.id', what: 'a user' },
  { name: 'enduser.id', what: 'a user' },
  { name: 'customer_id', what: 'a person' },
  { name: 'task-id', what: 'a task' },
  { name: 'jobId', what: 'a task' },
  { name: 'messaging.message.id', what: 'a request' },
  { name: 'requestID', what: 'a request' },
  { name: 'session.id', what: 'a session' },
  { name: 'traceId', what: 'a trace' },
  { name: 'url', what: 'a raw URL' },
  { name: 'http.url', what: 'a raw URL' },
  { name: 'url.full', what: 'a raw URL' },
  { name: 'http.target', what: 'a raw URL' },
  { name: 'db.query.text', what: 'a query' },
  { name: 'db.statement', what: 'a query' },
  { name: 'email', what: 'an e-mail address' },
  { name: 'user_email', what: 'an e-mail address' },
  { name: 'gen_ai.prompt', what: 'a prompt' },
  { name: 'error.message', what: 'the text of an error' },
  { name: 'exception.stacktrace', what: 'the text of an error' },
  { name: 'client.address', what: 'a client' },
];

const BY_VALUE: readonly { name: string; value: unknown; what: string }[] = [
  { name: 'shard', value: UUID, what: 'a UUID' },
  { name: 'contact', value: 'ann@shop.example', what: 'an e-mail address' },
  { name: 'target', value: 'https://shop.example/orders', what: 'a raw URL' },
  { name: 'target', value: '/orders?page=2', what: 'a query string' },
  { name: 'path', value: '/orders/4711/lines', what: 'a path with a number' },
  { name: 'parent', value: '4bf92f3577b34da6a3ce929d0e0e4736', what: 'a hexadecimal id' },
  { name: 'ref', value: '01ARZ3NDEKTSV4RRFFQ69G5FAV', what: 'an opaque id' },
  { name: 'upstream', value: '10.0.0.7', what: 'an IP address' },
  { name: 'at', value: '2026-01-02T03:04:05Z', what: 'a time' },
  { name: 'result', value: 'TypeError: fetch failed', what: 'the text of an error' },
  { name: 'error', value: 'the order was not found', what: 'a string of many words' },
  { name: 'question', value: 'what is the weather like in Kiel today', what: 'a string of many words' },
  { name: 'answer', value: 'x'.repeat(101), what: 'a string of 101 characters' },
];

const HARMLESS: readonly { name: string; value: unknown }[] = [
  { name: 'user.role', value: 'admin' },
  { name: 'has_session', value: true },
  { name: 'is_user', value: false },
  { name: 'error', value: 'ECONNREFUSED' },
  { name: 'error.type', value: 'TypeError' },
  { name: 'error', value: true },
  { name: 'queue.name', value: 'orders' },
  { name: 'tenant', value: 'acme' },
  { name: 'region.id', value: 'eu-1' },
  { name: 'http.route', value: '/orders/:id' },
  { name: 'path', value: '/orders/:id' },
  { name: 'model', value: 'gpt-4-0613' },
  { name: 'commit', value: '4bf92f3577b34da6a3ce929d0e0e4736deadbeef' },
  { name: 'service.version', value: '1.2.3' },
  { name: 'status', value: 404 },
  { name: 'status', value: '404' },
  { name: 'browser', value: 'Internet Explorer 11' },
  { name: 'nothing', value: undefined },
];

describe('an attribute of a metric', () => {
  it.each(BY_NAME)('explodes by its name: $name is $what', ({ name, what }) => {
    for (const value of ['x', 17]) expect(explosionOf(name, value)).toEqual({ what, by: 'name' });
  });

  it.each(BY_VALUE)('explodes by its value: $name = $value is $what', ({ name, value, what }) => {
    expect(explosionOf(name, value)).toEqual({ what, by: 'value' });
  });

  it.each(LABELS.harmless)('has few values: %s', label => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(label) ?? [];
    expect(explosionOf(name, value)).toBeUndefined();
  });

  it.each(HARMLESS)('has few values: $name = $value', ({ name, value }) => {
    expect(explosionOf(name, value)).toBeUndefined();
  });
});
