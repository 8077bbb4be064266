import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

let collector: Collector;
let folder: string;
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-work-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await collector.close();
});

/** What the application sees, with and without otel-run. */
const OUTCOMES = {
  synchronous: { returned: 1 },
  asynchronous: { returned: 2 },
  throwing: { thrown: 'three' },
  rejecting: { thrown: 'four' },
  generator: { returned: [5] },
  nested: { returned: 6 },
  linked: { returned: 7 },
  continued: { returned: 8 },
  recording: { returned: 'object' },
  queue: { returned: 'function' },
  concurrent: { returned: 499_500 },
  flush: {},
};

const WAYS = ['work-rows-by-import.mjs', 'work-rows-by-require.cjs'];

const SENDER = '0af7651916cd43dd8448eb211c80319c';

function spanOf({ spans }: Received, name: string) {
  return spans.find(span => span.name === name);
}

describe.concurrent.each(WAYS)('%s', application => {
  it('only calls the functions without otel-run', async () => {
    const { code, stdout, stderr } = await run([process.execPath, application]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(OUTCOMES);
  });

  it('makes spans and fields with otel-run, and changes nothing that the application sees', async () => {
    const env = collector.environment(application);

    const { code, stdout, stderr } = await run(byOtelRun([process.execPath, application]), { env });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(OUTCOMES);
    const received = await collector.waitFor(application, ({ spans }) => spans.length >= 1010);
    expect(received.spans).toHaveLength(1010);
    expect(spanOf(received, 'inner')?.parentSpanId).toBe(spanOf(received, 'outer')?.spanId);
    expect(spanOf(received, 'linked')).toMatchObject({ kind: 'SPAN_KIND_CONSUMER', parentSpanId: undefined });
    expect(spanOf(received, 'linked')?.traceId).not.toBe(SENDER);
    expect(spanOf(received, 'continued')?.traceId).toBe(SENDER);
    expect(spanOf(received, 'throwing')?.attributes).toEqual({ 'error.type': 'Error' });
    expect(spanOf(received, 'recording')?.attributes).toEqual({ row: 9 });
    const nested = received.logs.find(({ body }) => body === 'nested');
    expect(nested?.attributes).toEqual({ region: 'eu', order: 6, batch: 7 });
    expect(nested?.spanId).toBe(spanOf(received, 'inner')?.spanId);
    for (let index = 0; index < 1000; index++) {
      const record = received.logs.find(({ body }) => body === `concurrent ${index}`);
      expect(record?.attributes).toEqual({ region: 'eu', index });
    }
  });
});

describe.concurrent('work and fields by otel-run', () => {
  it('binds fields to the request they were bound in, traced or not, also after its body was read', async () => {
    const env = { ...collector.environment('requests'), OTEL_RUN_IGNORE_PATHS: '/ignored/*' };

    const { stderr } = await run(byOtelRun([process.execPath, 'work-in-requests.mjs']), { env });

    expect(stderr).toBe('');
    const { logs } = await collector.waitFor('requests', got => got.logs.length >= 5);
    const users = Object.fromEntries(logs.map(({ body, attributes }) => [body, attributes.user]));
    expect(users).toEqual({
      'request 1': '/orders/1',
      'request 2': '/orders/2',
      'request 3': '/orders/3',
      'request 4': '/ignored/4',
      outside: undefined,
    });
  });

  it('binds fields where a file declares the SDK', async () => {
    const otlp = (signal: string) => `{ otlp_http: { endpoint: "${collector.httpUrl}/v1/${signal}" } }`;
    const file = join(folder, 'otel.yaml');
    writeFileSync(
      file,
      `file_format: "1.0"
resource: { attributes: [{ name: service.name, value: declared-fields }] }
tracer_provider: { processors: [{ batch: { exporter: ${otlp('traces')} } }] }
logger_provider: { processors: [{ batch: { exporter: ${otlp('logs')} } }] }
`,
    );
    const env = { OTEL_CONFIG_FILE: file, OTEL_RUN_FLUSH_TIMEOUT: '20000' };

    const { stderr } = await run(byOtelRun([process.execPath, 'work-in-requests.mjs']), { env });

    expect(stderr).toBe('');
    const { logs } = await collector.waitFor('declared-fields', got => got.logs.length >= 5);
    const users = Object.fromEntries(logs.map(({ body, attributes }) => [body, attributes.user]));
    expect(users).toMatchObject({ 'request 1': '/orders/1', 'request 2': '/orders/2', outside: undefined });
  });

  it('measures work and queues while metrics are on', async () => {
    const env = { ...collector.environment('measured'), OTEL_METRICS_EXPORTER: 'otlp' };

    const { code, stderr } = await run(byOtelRun([process.execPath, 'work-rows-by-import.mjs']), { env });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const measured = ['queue.depth', 'work.duration'];
    await collector.waitFor('measured', ({ metrics }) =>
      measured.every(name => metrics.some(metric => metric.name === name)),
    );
  });

  it('has everything out when flush resolves, and holds the process open until then', async () => {
    const env = { ...collector.environment('flushed'), OTEL_BSP_SCHEDULE_DELAY: '60000' };

    const { signal, stdout } = await run(byOtelRun([process.execPath, 'work-flush.mjs']), { env });

    expect({ signal, stdout }).toEqual({ signal: 'SIGKILL', stdout: 'FLUSHED' });
    expect(collector.of('flushed').spans.map(({ name }) => name)).toEqual(['short job']);
  });

  it('ends a flush that nobody takes, and says so', async () => {
    const env = {
      ...collector.environment('unheard'),
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_EXPORTER_OTLP_TIMEOUT: '300',
      OTEL_RUN_FLUSH_TIMEOUT: '100',
    };

    const { stdout, stderr } = await run(byOtelRun([process.execPath, 'work-flush.mjs']), { env });

    expect(stdout).toBe('FLUSHED');
    expect(stderr).toMatch(/^otel-run: traces: exports fail \(connect ECONNREFUSED/);
  });
});
