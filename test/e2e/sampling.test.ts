import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, preloaded, run } from '../helpers/processes.ts';

const RULES = 'error=1, slow:20s=1, never=0, GET /healthz=0, half *=0.5, wild*name=1, kept always=1, *=0.05';

/** What arrives of the cases in the fixture by these rules: names of spans, and the `tracestate` of each. */
const BY_RULES: readonly { readonly name: string; readonly traceState: string }[] = [
  { name: 'error', traceState: 'ot=th:0' },
  { name: 'error below', traceState: 'ot=th:0' },
  { name: 'error below: child', traceState: 'ot=th:0' },
  { name: 'slow', traceState: 'ot=th:0' },
  { name: 'slow: child', traceState: 'ot=th:0' },
  { name: 'high', traceState: 'ot=th:f3333' },
  { name: 'high: child', traceState: 'ot=th:f3333' },
  { name: 'never, with an error', traceState: 'ot=th:0' },
  { name: 'half kept', traceState: 'ot=th:8' },
  { name: 'wild/card/name', traceState: 'ot=th:0' },
  { name: 'by rv', traceState: 'ot=th:f3333;rv:fffffffffffff0,vendor=1' },
  { name: 'kept before', traceState: 'ot=th:f8' },
  { name: 'kept by something else', traceState: '' },
  { name: 'kept always', traceState: 'ot=th:0' },
  { name: 'late kept', traceState: 'ot=th:f3333' },
  { name: 'late: child', traceState: 'ot=th:f3333' },
  { name: 'late: grandchild', traceState: 'ot=th:f3333' },
  { name: 'by id alone, kept', traceState: 'ot=th:f3333' },
  { name: 'by id alone: child', traceState: 'ot=th:f3333' },
  { name: 'two roots, one', traceState: 'ot=th:0' },
  { name: 'records kept', traceState: 'ot=th:0' },
  { name: 'GET', traceState: 'ot=th:0' },
  { name: 'work of a request', traceState: 'ot=th:0' },
  { name: 'GET', traceState: 'ot=th:f3333' },
  { name: 'work of a request', traceState: 'ot=th:f3333' },
  { name: 'thread, high', traceState: 'ot=th:f3333' },
  { name: 'thread, high: child', traceState: 'ot=th:f3333' },
  { name: 'thread, error', traceState: 'ot=th:0' },
  { name: 'thread, error: child', traceState: 'ot=th:0' },
  { name: 'thread, open: child', traceState: 'ot=th:0' },
  { name: 'open: failed child', traceState: 'ot=th:0' },
  { name: 'open: high child', traceState: 'ot=th:f3333' },
  { name: 'open: slow child', traceState: 'ot=th:0' },
];

/** By a share alone: what has high randomness. */
const BY_SHARE: typeof BY_RULES = [
  { name: 'high', traceState: 'ot=th:f3333' },
  { name: 'high: child', traceState: 'ot=th:f3333' },
  { name: 'never', traceState: 'ot=th:f3333' },
  { name: 'never: child', traceState: 'ot=th:f3333' },
  { name: 'never, with an error', traceState: 'ot=th:f3333' },
  { name: 'by rv', traceState: 'ot=th:f3333;rv:fffffffffffff0,vendor=1' },
  { name: 'kept before', traceState: 'ot=th:f8' },
  { name: 'late kept', traceState: 'ot=th:f3333' },
  { name: 'late: child', traceState: 'ot=th:f3333' },
  { name: 'late: grandchild', traceState: 'ot=th:f3333' },
  { name: 'by id alone, kept', traceState: 'ot=th:f3333' },
  { name: 'by id alone: child', traceState: 'ot=th:f3333' },
  { name: 'GET', traceState: 'ot=th:f3333' },
  { name: 'GET', traceState: 'ot=th:f3333' },
  { name: 'work of a request', traceState: 'ot=th:f3333' },
  { name: 'work of a request', traceState: 'ot=th:f3333' },
  { name: 'thread, high', traceState: 'ot=th:f3333' },
  { name: 'thread, high: child', traceState: 'ot=th:f3333' },
  { name: 'open: high child', traceState: 'ot=th:f3333' },
];

const ALWAYS = ['warn of dropped', 'error of dropped', 'info of another process', 'info outside'];

const ALL_RECORDS = [
  ...ALWAYS,
  ...[
    'info of kept',
    'late record',
    'debug of dropped',
    'info of dropped',
    'info of unsampled',
    'late record',
  ],
];

/** `tracestates` is what of them is to be seen, where not every span is named. */
const ROWS = [
  {
    name: 'rules',
    env: { OTEL_RUN_SAMPLING: RULES },
    spans: BY_RULES,
    records: [...ALWAYS, 'info of kept', 'late record'],
  },
  {
    name: 'rules, over http/json',
    protocol: 'http/json',
    env: { OTEL_RUN_SAMPLING: RULES },
    spans: BY_RULES,
    records: [...ALWAYS, 'info of kept', 'late record'],
  },
  {
    name: 'rules, beside a configuration file',
    file: true,
    env: { OTEL_RUN_SAMPLING: RULES },
    spans: BY_RULES,
    records: [...ALWAYS, 'info of kept', 'late record'],
  },
  {
    name: 'a share',
    env: { OTEL_RUN_SAMPLING: '*=0.05' },
    spans: BY_SHARE,
    records: [...ALWAYS, 'late record'],
  },
  {
    name: 'nothing but records',
    env: { OTEL_RUN_SAMPLING: '*=0', OTEL_RUN_SAMPLING_LOGS: 'all' },
    spans: [],
    records: ALL_RECORDS,
  },
  {
    name: 'errors by a rate',
    env: { OTEL_RUN_SAMPLING: 'error=2/h, *=0' },
    spans: [
      { name: 'error', traceState: '' },
      { name: 'error below', traceState: '' },
      { name: 'error below: child', traceState: '' },
    ],
    records: ALWAYS,
  },
  {
    name: 'half of what the head keeps',
    env: {
      OTEL_RUN_SAMPLING: 'half *=0.25, kept before=0.9, error=1, *=0',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.5',
    },
    spans: [
      { name: 'never, with an error', traceState: 'ot=th:8' },
      // Another head: a parent that was not sampled has no say in it.
      { name: 'unsampled', traceState: 'ot=th:8' },
      { name: 'kept before', traceState: 'ot=th:8' },
    ],
    records: ALWAYS,
  },
] as const;

let collector: Collector;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-sampling-'));
  collector = await startCollector();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await collector.close();
});

const sorted = (values: Iterable<unknown>) => [...values].map(value => JSON.stringify(value)).toSorted();

/** A configuration file that exports to the collector. */
function configFile(service: string): Record<string, string> {
  const exporter = (path: string) => `{ otlp_http: { endpoint: "${collector.httpUrl}/v1/${path}" } }`;
  const text = `
file_format: "1.0"
resource: { attributes: [{ name: service.name, value: "${service}" }] }
propagator: { composite: [{ tracecontext: }] }
tracer_provider: { processors: [{ batch: { exporter: ${exporter('traces')} } }] }
logger_provider: { processors: [{ batch: { exporter: ${exporter('logs')} } }] }
`;
  const path = join(folder, 'configuration.yaml');
  writeFileSync(path, text);
  return { OTEL_CONFIG_FILE: path, OTEL_RUN_FLUSH_TIMEOUT: '20000' };
}

for (const node of nodes()) {
  describe.concurrent.each(ROWS)(`Node.js ${node.version}, $name`, row => {
    it('keeps what it says, whole', async () => {
      const service = `sampling ${node.version} ${row.name}`;
      const protocol = 'protocol' in row ? row.protocol : undefined;
      const exported = 'file' in row ? configFile(service) : collector.environment(service, protocol);
      const env = { ...preloaded(exported), ...row.env };

      const { code, stderr } = await run([node.path, 'sampling-cases.cjs'], { env });

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const isComplete = (got: { spans: readonly unknown[]; logs: readonly unknown[] }) =>
        got.spans.length >= row.spans.length && got.logs.length >= row.records.length;
      const { spans, logs } = await collector.waitFor(service, isComplete);
      expect(sorted(spans.map(({ name, traceState }) => ({ name, traceState })))).toEqual(sorted(row.spans));
      expect(sorted(logs.map(({ body }) => body))).toEqual(sorted(row.records));
    });
  });
}

describe.concurrent('OTEL_RUN_SAMPLING', () => {
  it('refuses a rule that cannot be read, and says where', async () => {
    const env = { ...collector.environment('refused'), OTEL_RUN_SAMPLING: 'error=1, slow=1' };

    const { code, stdout, stderr } = await run(byOtelRun([process.execPath, '-e', 'console.log(1)']), {
      env,
    });

    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toContain('at character 10, "slow=1"');
  });

  it('decides in each process of a cluster', async () => {
    const service = 'sampling cluster';
    const env = { ...collector.environment(service), OTEL_RUN_SAMPLING: 'error=1, *=0' };

    const { code } = await run(byOtelRun([process.execPath, 'sampling-cluster.cjs']), { env });

    expect(code).toBe(0);
    const { spans } = await collector.waitFor(service, got => got.spans.length >= 6);
    const names = ['primary failed', 'primary below'];
    for (let index = 0; index < 2; index++) names.push('worker failed', 'worker below');
    expect(sorted(spans.map(({ name }) => name))).toEqual(sorted(names));
  });

  it('keeps what an uncaught error interrupts', async () => {
    const service = 'sampling crash';
    const env = { ...collector.environment(service), OTEL_RUN_SAMPLING: 'error=1, *=0' };
    const application = `
      const tracer = require('@opentelemetry/api').trace.getTracer('app');
      tracer.startActiveSpan('other', () => tracer.startSpan('of no concern').end());
      tracer.startActiveSpan('job', () => {
        tracer.startSpan('before').end();
        setTimeout(() => { throw new Error('gone'); }, 10);
      });`;

    const { code } = await run(byOtelRun([process.execPath, '-e', application]), { env });

    expect(code).toBe(1);
    const { spans, logs } = await collector.waitFor(
      service,
      got => got.spans.length >= 1 && got.logs.length >= 1,
    );
    expect(spans.map(({ name }) => name)).toEqual(['before']);
    expect(logs.map(({ body, traceId }) => [body, traceId])).toEqual([['gone', spans[0]?.traceId]]);
  });

  it('limits like log records, and counts those that it leaves out', async () => {
    const service = 'log limit';
    const env = { ...collector.environment(service), OTEL_RUN_LOG_LIMIT: '3/h' };
    const application = `
      const log = require('pino')({}, { write() {} });
      for (let id = 0; id < 50; id++) log.error({ id }, 'pool is empty');
      log.info('done');
      process.exit();`;

    const { code } = await run(byOtelRun([process.execPath, '-e', application]), { env });

    expect(code).toBe(0);
    const { logs } = await collector.waitFor(service, got => got.logs.length >= 5);
    expect(logs.map(({ body, attributes }) => [body, attributes])).toEqual([
      ['pool is empty', { id: 0 }],
      ['pool is empty', { id: 1 }],
      ['pool is empty', { id: 2 }],
      ['done', {}],
      ['pool is empty', { id: 49, 'otel_run.log.repeated': 47 }],
    ]);
  });
});
