import type { IncomingMessage } from 'node:http';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { RPCType, setRPCMetadata } from '@opentelemetry/core';
import { describe, expect, it } from 'vitest';
import { contextAttributes } from '../../src/logs/context-fields.ts';
import { requestHooks } from '../../src/logs/request-fields.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** The `request_id` of log records in a request with these headers. */
function requestIdOf(headers: Record<string, string>): unknown {
  const span = trace.wrapSpanContext({ traceId: TRACE_ID, spanId: 'b7ad6b7169203331', traceFlags: 1 });
  const request = { headers, rawHeaders: [], method: 'GET' } as unknown as IncomingMessage;
  requestHooks({ headers: [], responseHeader: undefined }).requestHook(span, request);
  return contextAttributes(setRPCMetadata(ROOT_CONTEXT, { type: RPCType.HTTP, span })).request.request_id;
}

const ACCEPTED = [
  { id: 'abc-123' },
  { id: '9f1c2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f' },
  { id: 'Root=1-67891233-abcdef012345678912345678' },
  { id: 'x'.repeat(128) },
];

const NO_IDS = [
  { what: 'longer than any id', id: 'x'.repeat(129) },
  { what: 'as long as headers may be', id: 'x'.repeat(16_000) },
  { what: 'with a space', id: 'two words' },
  { what: 'with a line break', id: 'a\nb' },
  { what: 'with an escape sequence', id: '\u001B[31mred' },
  { what: 'with a character that is none of ASCII', id: 'é' },
  { what: 'empty', id: '' },
];

const TRACEPARENTS = [
  { what: 'valid', traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`, valid: true },
  { what: 'of a later version', traceparent: `01-${TRACE_ID}-b7ad6b7169203331-01-more`, valid: true },
  {
    what: 'with more than its version has',
    traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01-more`,
    valid: false,
  },
  { what: 'without a span id', traceparent: `00-${TRACE_ID}-`, valid: false },
  { what: 'with a span id of zeros', traceparent: `00-${TRACE_ID}-${'0'.repeat(16)}-01`, valid: false },
  { what: 'with a trace id of zeros', traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, valid: false },
  { what: 'of version ff', traceparent: `ff-${TRACE_ID}-b7ad6b7169203331-01`, valid: false },
  { what: 'in capitals', traceparent: `00-${TRACE_ID.toUpperCase()}-b7ad6b7169203331-01`, valid: false },
  { what: 'with text behind its ids', traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01x`, valid: false },
  { what: 'empty', traceparent: '', valid: false },
];

describe('the id of a request', () => {
  it.each(ACCEPTED)('is $id as it came', ({ id }) => {
    expect(requestIdOf({ 'x-request-id': id })).toBe(id);
  });

  it.each(NO_IDS)('is not one that is $what, but the trace id', ({ id }) => {
    const traceparent = `00-${TRACE_ID}-b7ad6b7169203331-01`;
    expect(requestIdOf({ 'x-request-id': id, traceparent })).toBe(TRACE_ID);
  });

  it.each(TRACEPARENTS)(
    'of a traceparent that is $what is its trace id: $valid',
    ({ traceparent, valid }) => {
      if (valid) expect(requestIdOf({ traceparent })).toBe(TRACE_ID);
      else expect(requestIdOf({ traceparent })).toMatch(UUID);
    },
  );
});
