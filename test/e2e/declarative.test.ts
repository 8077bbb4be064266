import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

let collector: Collector;
let folder: string;
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-declarative-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await collector.close();
});

/** How an exporter of each protocol is declared for a signal. */
const EXPORTERS = {
  'http/protobuf': (path: string) => `otlp_http: { endpoint: "\${COLLECTOR}/v1/${path}" }`,
  'http/json': (path: string) => `otlp_http: { endpoint: "\${COLLECTOR}/v1/${path}", encoding: json }`,
  grpc: () => `otlp_grpc: { endpoint: "\${COLLECTOR}", headers: [{ name: x-tenant, value: acme }] }`,
};

function configuration(exporter: (path: string) => string): string {
  return `
file_format: "1.0"
resource:
  attributes:
    - { name: service.name, value: "\${SERVICE}" }
propagator:
  composite: [{ tracecontext: }]
tracer_provider:
  processors:
    - batch: { exporter: { ${exporter('traces')} } }
logger_provider:
  processors:
    - simple: { exporter: { ${exporter('logs')} } }
meter_provider:
  readers:
    - periodic: { exporter: { ${exporter('metrics')} } }
`;
}

function declare(name: string, text: string): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, text);
  return path;
}

describe.concurrent('OTEL_CONFIG_FILE', () => {
  for (const [protocol, exporter] of Object.entries(EXPORTERS)) {
    it(`exports what the file declares, over ${protocol}, also at process.exit`, async () => {
      const service = `declared-${protocol}`;
      const env = {
        OTEL_CONFIG_FILE: declare(protocol.replace('/', '-'), configuration(exporter)),
        COLLECTOR: protocol === 'grpc' ? collector.grpcUrl : collector.httpUrl,
        SERVICE: service,
        OTEL_RUN_FLUSH_TIMEOUT: '20000',
      };

      const served = await run(byOtelRun([process.execPath, 'one-request.cjs']), { env });
      const counted = await run(byOtelRun([process.execPath, 'count.cjs']), { env });

      expect([served, counted]).toMatchObject([
        { code: 0, stderr: '' },
        { code: 0, stderr: '' },
      ]);
      const { spans, logs, metrics } = await collector.waitFor(
        service,
        got =>
          got.spans.length >= 3 && got.logs.length >= 1 && got.metrics.some(({ name }) => name === 'orders'),
      );
      expect(spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET /users/:id', 'count the orders']);
      expect(new Set(spans.slice(0, 2).map(({ traceId }) => traceId)).size).toBe(1);
      expect(logs).toHaveLength(1);
      // The file decides about metrics: the policy leaves no label of theirs out.
      const orders = metrics.filter(({ name }) => name === 'orders');
      expect(orders.map(({ points }) => points)).toEqual([[{ attributes: { userId: 'u-1' }, value: 1 }]]);
    });
  }

  it.each([
    { what: 'a file that is not there', yaml: undefined, says: /no-such\.yaml.*(?:ENOENT|no such file)/s },
    {
      what: 'a file that is not a configuration',
      yaml: 'file_format: "9"',
      says: /OTEL_CONFIG_FILE.*file_format/s,
    },
    {
      what: 'a file that names no service',
      yaml: 'file_format: "1.0"\ntracer_provider:\n  processors: [simple: { exporter: { console: } }]\n',
      says: /service\.name/,
    },
  ])('refuses $what', async ({ what, yaml, says }) => {
    const path = yaml === undefined ? join(folder, 'no-such.yaml') : declare(what.replaceAll(' ', '-'), yaml);

    const { code, stdout, stderr } = await run(byOtelRun([process.execPath, 'one-request.cjs']), {
      env: { OTEL_CONFIG_FILE: path },
    });

    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe.concurrent('metrics', () => {
  it('are not exported unless they are asked for', async () => {
    const service = 'metrics-not-asked-for';
    await run(byOtelRun([process.execPath, 'count.cjs']), { env: collector.environment(service) });

    const { metrics } = await collector.waitFor(service, got => got.spans.length === 1);
    expect(metrics).toEqual([]);
  });

  it.each(Object.keys(EXPORTERS))(
    'that are asked for are exported over %s, also at process.exit',
    async protocol => {
      const service = `metrics-${protocol}`;
      const env = { ...collector.environment(service, protocol), OTEL_METRICS_EXPORTER: 'otlp' };

      const { code, stderr } = await run(byOtelRun([process.execPath, 'count.cjs']), { env });

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await collector.waitFor(service, got => got.metrics.some(({ name }) => name === 'orders'));
    },
  );
});
