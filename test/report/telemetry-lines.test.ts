import { describe, expect, test } from 'vitest';
import type { LogRecord, Span } from '../../src/receiver/telemetry.ts';
import { telemetryLines } from '../../src/report/telemetry-lines.ts';
import { log as exampleLog, span as exampleSpan } from '../helpers/example-telemetry.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

const OF_SHOP = { traceId: TRACE_ID, resource: { 'service.name': 'shop' } };

function span(fields: Parameters<typeof exampleSpan>[0]): Span {
  return exampleSpan({ ...OF_SHOP, spanId: 'a', name: 'GET /orders', durationMs: 12.5, ...fields });
}

function log(fields: Parameters<typeof exampleLog>[0]): LogRecord {
  return exampleLog({ ...OF_SHOP, traceId: null, body: 'order placed', ...fields });
}

const linesOf = (spans: Span[], logs: LogRecord[] = []) => telemetryLines({ spans, logs });

test('a trace is shown parent first, children indented below in the order of their start', () => {
  const spans = [
    span({
      spanId: 'c',
      parentSpanId: 'a',
      name: 'second',
      kind: 'client',
      from: 30,
      durationMs: 0.4,
    }),
    span({
      spanId: 'd',
      parentSpanId: 'b',
      name: 'SELECT orders',
      kind: 'client',
      from: 20,
      durationMs: 2345,
      status: { code: 'error', message: 'connection\nrefused' },
    }),
    span({ spanId: 'b', parentSpanId: 'a', name: 'first', kind: 'internal', from: 10 }),
    span({ spanId: 'a', parentSpanId: 'remote', from: 1, status: { code: 'ok', message: '' } }),
  ];
  expect(linesOf(spans)).toEqual([
    'shop            server    GET /orders                                       12.5 ms  ok     0af76519',
    'shop            internal    first                                           12.5 ms         0af76519',
    'shop            client        SELECT orders: connection refused               2.3 s  error  0af76519',
    'shop            client      second                                          0.40 ms         0af76519',
  ]);
});

test('a log record is shown with its severity, body and attributes, without the stack trace', () => {
  const attributes = {
    order: { id: 7 },
    sku: 'a b',
    empty: '',
    bytes: new Uint8Array(3),
    'exception.stacktrace': 'Error: x\n  at y',
  };
  const logs = [
    log({ attributes, traceId: TRACE_ID }),
    log({ severityText: '', severityNumber: 17, body: { msg: 'map' } }),
    log({ severityText: '', severityNumber: 0, body: null, eventName: 'order.placed' }),
  ];
  expect(linesOf([], logs)).toEqual([
    'shop            INFO      order placed  order={"id":7} sku="a b" empty="" bytes=<3 bytes>   0af76519',
    'shop            ERROR     {"msg":"map"}',
    'shop                      order.placed',
  ]);
});

test('two spans that claim to be each other’s parent, and a re-delivered span, are all shown', () => {
  const cycle = [span({ spanId: 'a', parentSpanId: 'b' }), span({ spanId: 'b', parentSpanId: 'a' })];
  expect(linesOf(cycle)).toHaveLength(2);
  const again = [span({ spanId: 'a' }), span({ spanId: 'a' }), span({ spanId: 'b', parentSpanId: 'a' })];
  expect(linesOf(again)).toHaveLength(3);
});

test('a span with the same id in another trace is not taken for the parent', () => {
  const [, second] = linesOf([span({}), span({ traceId: 'f'.repeat(32), spanId: 'b', parentSpanId: 'a' })]);
  expect(second).toMatch(/^shop {12}server {4}GET \/orders/);
});

describe.each([80, 100, 140])('in %i columns', columns => {
  test.each([
    { what: 'a long name', text: 'x'.repeat(300) },
    { what: 'wide characters', text: '注文を送信しました'.repeat(20) },
    { what: 'emoji', text: '👩‍💻'.repeat(200) },
  ])('cuts $what with … so that the line fits', ({ text }) => {
    const lines = telemetryLines(
      { spans: [span({ name: text })], logs: [log({ body: text }), log({ attributes: { text } })] },
      { columns },
    );
    for (const line of lines) {
      const wide = line.match(/[注文を送信しました]|👩‍💻/gu)?.length ?? 0;
      const width = [...new Intl.Segmenter().segment(line)].length + wide;
      expect(width).toBeLessThanOrEqual(columns);
      expect(width).toBeGreaterThan(columns - 13);
      expect(line).toContain('…');
    }
  });
});

test('what was received cannot send control characters to the terminal', () => {
  const hostile = '\u001B[31mred\u0007\r\n\u009B2Jgone';
  const resource = { 'service.name': hostile };
  const lines = linesOf(
    [span({ name: hostile, resource, status: { code: 'error', message: hostile } })],
    [log({ body: hostile, severityText: hostile, attributes: { [hostile]: hostile }, resource })],
  );
  expect(lines.join('')).not.toMatch(/\p{Cc}/u);
});

test('colours are there only when asked for, and then on errors', () => {
  const telemetry = {
    spans: [span({ status: { code: 'error', message: '' } })],
    logs: [log({ severityNumber: 13 })],
  };
  const [spanLine, logLine] = telemetryLines(telemetry, { color: true });
  expect(spanLine).toContain('\u001B[31mGET /orders');
  expect(logLine).toContain('\u001B[33mINFO');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI codes are what this is about
  const plain = [spanLine, logLine].map(line => line?.replace(/\u001B\[\d+m/g, '').trimEnd());
  expect(plain).toEqual(telemetryLines(telemetry));
});
