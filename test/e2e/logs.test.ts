import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedLog, startCollector } from '../helpers/collector.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** One delivery, at the exit: what is still under way then is delivered again. */
const AT_EXIT = {
  OTEL_BLRP_SCHEDULE_DELAY: '60000',
  OTEL_BSP_SCHEDULE_DELAY: '60000',
  OTEL_RUN_FLUSH_TIMEOUT: '20000',
};

const ID = /^[\da-f]{8}-[\da-f-]{27}$/;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

async function logsOf(service: string, argv: readonly string[], env: Record<string, string> = {}) {
  const ended = await run(byOtelRun([process.execPath, ...argv]), {
    env: { ...collector.environment(service), ...AT_EXIT, ...env },
  });
  expect(ended.code).toBe(0);
  const { spans, logs } = collector.of(service);
  const byBody = (body: string): ReceivedLog | undefined => logs.find(record => record.body === body);
  return { ...ended, spans, logs, byBody };
}

describe.concurrent('log records of a server request', () => {
  it('carry ids of the span that they are written in, across awaits and timers', async () => {
    const { spans, byBody } = await logsOf('logs-correlated', ['logs-of-a-request.cjs'], {
      OTEL_RUN_CONSOLE_LOGS: 'true',
    });
    const server = spans.find(({ kind }) => kind === 'SPAN_KIND_SERVER');
    const { traceId, spanId } = server ?? {};

    for (const body of ['before the route', 'pino', 'bunyan', 'winston', 'console x']) {
      expect(byBody(body), body).toMatchObject({ traceId, spanId });
    }
    expect(byBody('outside')).toMatchObject({ traceId: undefined, attributes: {} });
  });

  it('carry its id, method, named headers and, once it is routed, its route', async () => {
    const { byBody } = await logsOf('logs-request', ['logs-of-a-request.cjs'], {
      OTEL_RUN_CONSOLE_LOGS: 'true',
      OTEL_RUN_CONTEXT_HEADERS: 'x-client-trace-id, X-Tenant',
      REQUEST_HEADERS: JSON.stringify({
        'x-request-id': 'r-1',
        'x-client-trace-id': 'c-1',
        'x-tenant': 'acme',
      }),
    });
    const request = {
      request_id: 'r-1',
      'http.request.method': 'GET',
      'x-client-trace-id': 'c-1',
      'x-tenant': 'acme',
    };

    expect(byBody('before the route')?.attributes).toEqual(request);
    expect(byBody('bunyan')?.attributes).toEqual({ ...request, 'http.route': '/users/:id' });
    expect(byBody('winston')?.attributes).toEqual({ ...request, 'http.route': '/users/:id' });
    expect(byBody('console x')?.attributes).toEqual({ ...request, 'http.route': '/users/:id', k: 1 });
    expect(byBody('outside')?.attributes).toEqual({});
  });

  it.each([
    {
      name: 'traceparent',
      headers: { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` },
      id: 'ab'.repeat(16),
    },
    { name: 'x-request-id', headers: { 'x-request-id': 'r-2' }, id: 'r-2' },
  ])('take the request id from $name, and send it back on demand', async ({ name, headers, id }) => {
    const { byBody, stderr } = await logsOf(`logs-id-${name}`, ['logs-of-a-request.cjs'], {
      OTEL_RUN_REQUEST_ID_HEADER: 'x-answer-id',
      REQUEST_HEADERS: JSON.stringify(headers),
      OTEL_PROPAGATORS: 'none',
    });

    expect(byBody('bunyan')?.attributes.request_id).toBe(id);
    expect(stderr).toBe(id);
  });

  it('make up one id for all records of a request that brings none', async () => {
    const { logs, byBody, stderr } = await logsOf('logs-no-id', ['logs-of-a-request.cjs'], {
      OTEL_PROPAGATORS: 'none',
    });
    const ids = new Set(logs.map(({ attributes }) => attributes.request_id).filter(Boolean));

    expect(byBody('bunyan')?.attributes.request_id).toMatch(ID);
    expect(ids.size).toBe(1);
    expect(stderr).toBe('');
  });

  it("keep a field of the record's own over one of the request", async () => {
    const { byBody } = await logsOf('logs-own-field', ['logs-of-a-request.cjs'], {
      REQUEST_QUERY: 'own=mine',
    });
    expect(byBody('pino')?.attributes.request_id).toBe('mine');
  });
});

/** The collector, declared by a configuration file. */
function declared(service: string): Record<string, string> {
  const path = join(mkdtempSync(join(tmpdir(), 'otel-run-')), 'otel.yaml');
  const provider = (signal: string) =>
    `{ processors: [{ batch: { exporter: { otlp_http: { endpoint: "${collector.httpUrl}/v1/${signal}" } } } }] }`;
  writeFileSync(
    path,
    `
file_format: "1.0"
resource: { attributes: [{ name: service.name, value: "${service}" }] }
propagator: { composite: [{ tracecontext: }] }
tracer_provider: ${provider('traces')}
logger_provider: ${provider('logs')}
`,
  );
  return { OTEL_CONFIG_FILE: path };
}

describe.concurrent('secrets', () => {
  it.each([
    { by: 'the environment', env: () => ({}) },
    { by: 'a configuration file', env: declared },
  ])('are redacted in what pino-http logs and in span attributes, by $by', async ({ by, env }) => {
    const service = `logs-secrets-${by}`;
    const { logs, spans } = await logsOf(service, ['pino-http.cjs'], {
      ...env(service),
      OTEL_RUN_REDACT: 'Page',
      OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS: 'authorization,accept',
    });

    expect(logs).toHaveLength(2);
    expect(JSON.stringify([logs, spans])).not.toContain('hush');
    expect(logs[0]?.attributes.req).toMatchObject({
      url: '/a?token=[REDACTED]&page=[REDACTED]',
      headers: { authorization: '[REDACTED]', cookie: '[REDACTED]', accept: 'text/plain' },
    });
    const server = spans.find(({ kind }) => kind === 'SPAN_KIND_SERVER');
    expect(server?.attributes).toMatchObject({ 'url.query': 'token=[REDACTED]&page=[REDACTED]' });
  });
});

describe.concurrent('what the application prints', () => {
  it.each([
    { correlation: 'true', ids: ['span_id', 'trace_flags', 'trace_id'] },
    { correlation: 'false', ids: [] },
  ])(
    'has trace ids in its lines where OTEL_RUN_LOG_CORRELATION is $correlation',
    async ({ correlation, ids }) => {
      const { stdout, spans } = await logsOf(`logs-lines-${correlation}`, ['logs-of-a-request.cjs'], {
        OTEL_RUN_LOG_CORRELATION: correlation,
      });
      const lines = stdout.split('\n').filter(line => line.startsWith('{'));
      const records = lines.map(line => JSON.parse(line));
      const traceId = spans.find(({ kind }) => kind === 'SPAN_KIND_SERVER')?.traceId;

      expect(records).toHaveLength(5);
      for (const record of records) {
        const isOutside = record.msg === 'outside';
        expect(
          Object.keys(record)
            .filter(key => /^(trace|span)_/.test(key))
            .sort(),
        ).toEqual(isOutside ? [] : ids);
        if (record.trace_id) expect(record.trace_id).toBe(traceId);
      }
    },
  );

  it('leaves pino its asynchronous destination, flush and return values', async () => {
    const dest = join(mkdtempSync(join(tmpdir(), 'otel-run-')), 'log');
    const { stdout, logs } = await logsOf('logs-flush', ['pino-flush.cjs', dest]);

    expect(JSON.parse(stdout)).toEqual({ error: null, before: 0, lines: 1 });
    expect(logs).toMatchObject([{ body: 'hello', attributes: { a: 1 } }]);
  });

  it('leaves pino-pretty its thread and its output', async () => {
    const bare = await run([process.execPath, 'pino-pretty.cjs']);
    const { stdout, stderr, logs } = await logsOf('logs-pretty', ['pino-pretty.cjs']);

    expect({ stdout, stderr }).toEqual({ stdout: bare.stdout, stderr: bare.stderr });
    expect(logs).toMatchObject([{ body: 'pretty', attributes: { a: 1, b: 2 } }]);
  });
});

describe.concurrent('the logs API of before', () => {
  it.each([
    { disabled: '', scope: 'winston' },
    { disabled: 'winston', scope: '@opentelemetry/winston-transport' },
  ])('reaches the same provider, and winston records arrive once, by $scope', async ({ disabled, scope }) => {
    const { logs } = await logsOf(`logs-old-api-${disabled}`, ['old-logs-api.cjs'], {
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: disabled,
    });

    expect(logs).toMatchObject([
      { scope: 'appender', body: 'by the old API', attributes: { k: 1 } },
      { scope, body: 'by winston', attributes: { k: 1 } },
    ]);
  });
});
