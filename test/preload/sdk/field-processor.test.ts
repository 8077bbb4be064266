import { type Attributes, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { RPCType, setRPCMetadata } from '@opentelemetry/core';
import type { ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { describe, expect, it } from 'vitest';
import { bindRequest } from '../../../src/logs/context-fields.ts';
import { fieldProcessor } from '../../../src/preload/sdk/field-processor.ts';
import { openScope, withScope } from '../../../src/work/fields.ts';

/** The attributes of a record in a request that has fields, a route, and what the application has bound. */
function attributesOf(own: Attributes, bound: Attributes): Attributes {
  const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
  bindRequest(span, () => ({ request_id: 'r1', 'http.request.method': 'GET' }));
  const inRequest = setRPCMetadata(ROOT_CONTEXT, { type: RPCType.HTTP, span, route: '/orders/:id' });
  const attributes = { ...own };
  const record = {
    attributes,
    setAttribute: (name: string, value: string) => void Object.assign(attributes, { [name]: value }),
  } as unknown as ReadWriteLogRecord;
  fieldProcessor().onEmit(record, withScope(inRequest, openScope(undefined, bound)));
  return attributes;
}

describe('the fields of a context', () => {
  it('follow those of the record: the request, its route, and what is bound', () => {
    expect(Object.entries(attributesOf({ orderId: 7 }, { tenant: 'acme' }))).toEqual([
      ['orderId', 7],
      ['request_id', 'r1'],
      ['http.request.method', 'GET'],
      ['http.route', '/orders/:id'],
      ['tenant', 'acme'],
    ]);
  });

  it('are those of the record, then what is bound, then the route and the request', () => {
    const own = { tenant: 'own' };
    const bound = { tenant: 'acme', request_id: 'bound', 'http.route': '/bound', toString: 'bound' };

    expect(attributesOf(own, bound)).toEqual({
      ...bound,
      tenant: 'own',
      'http.request.method': 'GET',
    });
  });
});
