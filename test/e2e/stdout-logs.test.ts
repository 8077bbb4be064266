import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { byOtelRun, type Ended, run } from '../helpers/processes.ts';

/** One delivery, at the exit: what is still under way then is delivered again. */
const AT_EXIT = {
  OTEL_BLRP_SCHEDULE_DELAY: '60000',
  OTEL_BSP_SCHEDULE_DELAY: '60000',
  OTEL_RUN_FLUSH_TIMEOUT: '20000',
};

/** Records by their body: each exactly once, whoever wrote the line. `attributes` are whole. */
const RECORDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  write: { scope: 'stdout', severityText: 'warn', severityNumber: 13, attributes: { k: { n: 1 } } },
  'a partial write': { severityText: 'error', severityNumber: 17, attributes: {} },
  'and the next': { attributes: {} },
  'bytes é': {},
  encoding: {},
  callback: {},
  both: {},
  console: { severityText: 'ERROR', severityNumber: 17, attributes: { card: 1 } },
  stderr: {
    scope: 'stderr',
    attributes: {
      'exception.type': 'RangeError',
      'exception.message': 'no',
      'exception.stacktrace': expect.stringContaining('at a (b.js:1:1)'),
      err: { code: 'C' },
    },
  },
  time: { timestamp: '1700000000000000000', attributes: {} },
  span: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', attributes: {} },
  secret: { attributes: { password: '[REDACTED]' } },
  writeSync: {},
  'writeSync by name': {},
  'fs.write': {},
  stream: {},
  'roarr says': {
    severityNumber: 13,
    attributes: { context: expect.anything(), sequence: '0', version: '2.0.0' },
  },
  tslog: { scope: 'orders', severityText: 'ERROR', severityNumber: 17 },
  bole: { scope: 'billing', severityText: 'info', severityNumber: 9, attributes: { k: 1 } },
  powertools: { severityText: 'INFO', attributes: { k: 1, service: 'pay', sampling_rate: 0 } },
  pino: { scope: 'p', attributes: { k: 1 } },
  'pino to a stream': { scope: 'p' },
  'pino, buffered': { scope: 'p' },
  winston: { scope: 'winston' },
  'winston, later': { scope: 'winston' },
  bunyan: { scope: 'b' },
  nest: { scope: 'N' },
  'nest by console': { scope: 'N' },
  log4js: { scope: 'l' },
  consola: { scope: 'c' },
  worker: { scope: 'stdout' },
  'bunyan of a worker': { scope: 'b' },
  'no end': { attributes: {} },
};

/** What differs from run to run, and the order of what several write to the same descriptor. */
function steady(text: string): string {
  return text
    .replace(/"(time|timestamp|pid|startTime)":("[^"]*"|\d+)/g, '"$1":0')
    .replace(/"\w*(date)\w*":"[^"]*"/gi, '"date":0')
    .replace(/:\d+:\d+\)?/g, ':0')
    .split('\n')
    .sort()
    .join('\n');
}

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe('JSON lines on stdout and stderr (OTEL_RUN_STDOUT_LOGS)', () => {
  for (const node of nodes().filter(node => isAtLeast(node, 20))) {
    describe(`Node.js ${node.version}`, () => {
      const service = `json-lines-${node.version}`;
      const argv = [node.path, 'json-lines.mjs'];
      let ended: Ended;
      let bare: Ended;
      let received: Received;

      beforeAll(async () => {
        const env = {
          ...collector.environment(service),
          ...AT_EXIT,
          OTEL_RUN_STDOUT_LOGS: 'true',
          OTEL_RUN_CONSOLE_LOGS: 'true',
          OTEL_RUN_LOG_CORRELATION: 'false',
          ROARR_LOG: 'true',
        };
        const { ROARR_LOG } = env;
        [bare, ended] = await Promise.all([
          run(argv, { env: { ROARR_LOG } }),
          run(byOtelRun(argv, node.path), { env }),
        ]);
        received = collector.of(service);
      });

      it('are written as they are written bare', () => {
        expect(steady(ended.stdout)).toBe(steady(bare.stdout));
        expect(steady(ended.stderr)).toBe(steady(bare.stderr));
        expect(ended.code).toBe(0);
      });

      it.each(Object.entries(RECORDS))('are a record each, once: %s', (body, { attributes, ...expected }) => {
        const records = received.logs.filter(record => record.body === body);
        expect(records).toHaveLength(1);
        expect(records[0]).toMatchObject(expected);
        const { way, ...own } = records[0]?.attributes ?? {};
        if (attributes) expect(own).toEqual(attributes);
      });

      it('belong to the span and have the fields of the code that wrote them', () => {
        for (const { spans, logs } of [received]) {
          for (const record of logs.filter(({ body, attributes }) => attributes.way && body !== 'span')) {
            const span = spans.find(({ spanId }) => spanId === record.spanId);
            expect({ body: record.body, way: span?.attributes.way }).toEqual({
              body: record.body,
              way: record.attributes.way,
            });
          }
        }
      });

      it('are not records where they are not JSON objects', () => {
        const bodies = received.logs.map(({ body }) => body);
        const known = Object.keys(RECORDS);
        // What `console` printed beside, it exports itself.
        expect(bodies.filter(body => !known.includes(body as string))).toEqual([
          '{not json}',
          '[1]',
          '{}',
          '{ a: 1 }',
          expect.stringContaining('"pretty": 1'),
        ]);
      });
    });
  }

  it('are not records unless records are asked for', async () => {
    const env = { ...collector.environment('not-asked'), ...AT_EXIT };
    await run(byOtelRun([process.execPath, 'json-lines.mjs']), { env });

    const bodies = collector.of('not-asked').logs.map(({ body }) => body);
    expect(bodies).toContain('pino');
    expect(bodies).not.toContain('write');
  });
});
