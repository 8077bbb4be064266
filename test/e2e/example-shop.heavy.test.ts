import { cpSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { composeUp } from '../documents/compose-up.ts';
import { ciCommands } from '../documents/deployment/workflow.ts';
import { createProject, type Project } from '../documents/project.ts';
import { textOf } from '../documents/reader.ts';
import { type Collector, type ReceivedSpan, startCollector } from '../helpers/collector.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { type Running, run } from '../helpers/processes.ts';
import { describeWith, freePort } from '../helpers/servers.ts';

const EXAMPLE = new URL('../../examples/shop', import.meta.url).pathname;

let collector: Collector;
let postgres: Postgres;
let project: Project;
let variables: Record<string, string>;

describeWith(INITDB, 'the example of a shop', () => {
  beforeAll(async () => {
    [collector, postgres] = await Promise.all([startCollector(), startPostgres('shop')]);
    project = createProject('example-shop');
    cpSync(EXAMPLE, project.folder, { recursive: true });
    variables = { ...postgres.environment, PORT: String(await freePort()), OTEL_RUN_FLUSH_TIMEOUT: '20000' };
    await inProject('psql --file schema.sql');
  });
  afterAll(async () => {
    project?.remove();
    await Promise.all([collector?.close(), postgres?.close()]);
  });

  function inProject(command: string, environment: Readonly<Record<string, string>> = {}) {
    const env = { ...project.environment, ...environment, ...variables };
    return run(['bash', '-euo', 'pipefail', '-c', command], { cwd: project.folder, env });
  }

  it('is two runtimes, whose traces and log records tell of an order from its request to its packing', async () => {
    const texts = {
      compose: textOf('examples/shop/compose.yaml'),
      dockerfile: textOf('examples/shop/Dockerfile'),
    };
    const services = composeUp(project, texts, {
      ...variables,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl,
      OTEL_METRIC_EXPORT_INTERVAL: '500',
      OTEL_METRIC_EXPORT_TIMEOUT: '500',
    });
    const { api, worker } = services as Record<'api' | 'worker', Running>;
    await Promise.all([api.printed('listening'), worker.printed('told of the orders')]);

    const response = await fetch(`http://127.0.0.1:${variables.PORT}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"item":"tea"}',
    });
    const { id } = (await response.json()) as { id: number };
    await worker.printed('order was packed');
    await fetch(`http://127.0.0.1:${variables.PORT}/healthz`);
    await collector.waitFor('worker', ({ metrics }) => metrics.some(({ name }) => name === 'queue.depth'));
    for (const { child } of [api, worker]) child.kill('SIGTERM');

    for (const ended of await Promise.all([api.ended, worker.ended])) {
      expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    }
    const ofApi = collector.of('api');
    const ofWorker = collector.of('worker');
    // POST /orders            worker.startup_recovery    orders process
    // ├─ INSERT               ├─ LISTEN                  └─ UPDATE
    // └─ SELECT pg_notify     └─ SELECT pg_notify
    expect(treeOf(ofApi.spans)).toEqual(['POST /orders', '  INSERT orders', '  SELECT']);
    expect(treeOf(ofWorker.spans)).toEqual([
      'worker.startup_recovery',
      '  LISTEN orders',
      '  SELECT orders',
      'orders process',
      '  UPDATE orders',
    ]);
    const [placed] = ofApi.spans.filter(({ name }) => name === 'POST /orders');
    const [packed] = ofWorker.spans.filter(({ name }) => name === 'orders process');
    expect([placed?.kind, packed?.kind]).toEqual(['SPAN_KIND_SERVER', 'SPAN_KIND_CONSUMER']);
    expect(ofApi.logs.find(({ body }) => body === 'order was placed')).toMatchObject({
      traceId: placed?.traceId,
      spanId: placed?.spanId,
      attributes: { orderId: id, item: 'tea', 'http.route': '/orders' },
    });
    expect(ofWorker.logs.find(({ body }) => body === 'order was packed')).toMatchObject({
      traceId: packed?.traceId,
      spanId: packed?.spanId,
      attributes: { orderId: id, item: 'tea' },
    });
    for (const { resource } of [...ofApi.spans, ...ofWorker.spans]) {
      expect(resource).toMatchObject({
        'service.namespace': 'shop',
        'service.version': '1.0.0',
        'deployment.environment.name': 'laptop',
      });
    }
  });

  it('measures what is asked of it, what it does and what is left to do', async () => {
    const namesOf = (service: string) => collector.of(service).metrics.map(({ name }) => name);
    expect(namesOf('api')).toContain('http.server.request.duration');
    expect(namesOf('worker')).toEqual(expect.arrayContaining(['queue.depth', 'work.duration']));
  });

  it('passes its own workflow, command by command', async () => {
    for (const { command, environment } of ciCommands(
      textOf('examples/shop/.github/workflows/telemetry.yaml'),
    )) {
      const { code, stdout, stderr } = await inProject(command, environment);
      expect(code, `${command}${stdout}${stderr}`).toBe(0);
    }
  });
});

/** Names of spans, children below their parents and indented, in the order in which they ended within a parent. */
function treeOf(spans: readonly ReceivedSpan[]): string[] {
  const below = (parent: string | undefined, indent: string): string[] =>
    spans
      .filter(({ parentSpanId }) => parentSpanId === parent)
      .flatMap(({ name, spanId }) => [indent + name, ...below(spanId, `${indent}  `)]);
  return below(undefined, '');
}
