import { describe, expect, it } from 'vitest';
import { explosionOf } from '../../src/shared/exploding-labels.ts';
import { LABELS } from '../checks/corpus.ts';

const UUID = '9f1c2d3e-0000-4000-8000-0123456789ab';

const BY_NAME: readonly (readonly [name: string, what: string])[] = [
  ['id', 'an id'],
  ['user', 'a user'],
  ['userId', 'a user'],
  ['USER_ID', 'a user'],
  ['app.user.id', 'a user'],
  ['enduser.id', 'a user'],
  ['customer_id', 'a person'],
  ['task-id', 'a task'],
  ['jobId', 'a task'],
  ['messaging.message.id', 'a request'],
  ['requestID', 'a request'],
  ['session.id', 'a session'],
  ['traceId', 'a trace'],
  ['url', 'a raw URL'],
  ['http.url', 'a raw URL'],
  ['url.full', 'a raw URL'],
  ['http.target', 'a raw URL'],
  ['db.query.text', 'a query'],
  ['db.statement', 'a query'],
  ['email', 'an e-mail address'],
  ['user_email', 'an e-mail address'],
  ['gen_ai.prompt', 'a prompt'],
  ['error.message', 'the text of an error'],
  ['exception.stacktrace', 'the text of an error'],
  ['client.address', 'a client'],
];

const BY_VALUE: readonly (readonly [name: string, value: unknown, what: string])[] = [
  ['shard', UUID, 'a UUID'],
  ['contact', 'ann@shop.example', 'an e-mail address'],
  ['target', 'https://shop.example/orders', 'a raw URL'],
  ['target', '/orders?page=2', 'a query string'],
  ['path', '/orders/4711/lines', 'a path with a number'],
  ['parent', '4bf92f3577b34da6a3ce929d0e0e4736', 'a hexadecimal id'],
  ['ref', '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'an opaque id'],
  ['upstream', '10.0.0.7', 'an IP address'],
  ['at', '2026-01-02T03:04:05Z', 'a time'],
  ['result', 'TypeError: fetch failed', 'the text of an error'],
  ['error', 'the order was not found', 'a string of many words'],
  ['question', 'what is the weather like in Kiel today', 'a string of many words'],
  ['answer', 'x'.repeat(101), 'a string of 101 characters'],
];

const HARMLESS: readonly (readonly [name: string, value: unknown])[] = [
  ['user.role', 'admin'],
  ['has_session', true],
  ['is_user', false],
  ['error', 'ECONNREFUSED'],
  ['error.type', 'TypeError'],
  ['error', true],
  ['queue.name', 'orders'],
  ['tenant', 'acme'],
  ['region.id', 'eu-1'],
  ['http.route', '/orders/:id'],
  ['path', '/orders/:id'],
  ['model', 'gpt-4-0613'],
  ['commit', '4bf92f3577b34da6a3ce929d0e0e4736deadbeef'],
  ['service.version', '1.2.3'],
  ['status', 404],
  ['status', '404'],
  ['browser', 'Internet Explorer 11'],
  ['nothing', undefined],
];

describe('an attribute of a metric', () => {
  it.each(BY_NAME)('explodes by its name: %s is %s', (name, what) => {
    for (const value of ['x', 17]) expect(explosionOf(name, value)).toEqual({ what, by: 'name' });
  });

  it.each(BY_VALUE)('explodes by its value: %s = %j is %s', (name, value, what) => {
    expect(explosionOf(name, value)).toEqual({ what, by: 'value' });
  });

  it.each(LABELS.harmless)('has few values: %s', label => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(label) ?? [];
    expect(explosionOf(name, value)).toBeUndefined();
  });

  it.each(HARMLESS)('has few values: %s = %j', (name, value) => {
    expect(explosionOf(name, value)).toBeUndefined();
  });
});
