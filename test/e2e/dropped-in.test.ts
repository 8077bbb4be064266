import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { fetchedNode, nodes } from '../helpers/nodes.ts';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const DOCKERFILE = readFileSync(new URL('../../Dockerfile.operator.example', import.meta.url), 'utf8');

/** Where the image's first stage installs the package. */
const INSTALLED = '/build/node_modules/otel-run/';

let collector: Collector;
let volume: string;

/** Does what the image's COPY lines do, and what the operator's init container does with the result. */
beforeAll(async () => {
  collector = await startCollector();
  volume = join(mkdtempSync(join(tmpdir(), 'otel-run-volume-')), 'auto instrumentation');
  const copies = [...DOCKERFILE.matchAll(/^COPY --from=build (\S+) \/autoinstrumentation\/(\S+)$/gm)];
  for (const [, from = '', to = ''] of copies) {
    mkdirSync(dirname(join(volume, to)), { recursive: true });
    cpSync(from.replace(INSTALLED, `${PACKAGE_FOLDER}/`), join(volume, to), { recursive: true });
  }
  changeMode(0o555);
});
afterAll(async () => {
  changeMode(0o755);
  rmSync(dirname(volume), { recursive: true, force: true });
  await collector.close();
});

function changeMode(mode: number): void {
  for (const name of ['', ...readdirSync(volume, { recursive: true, encoding: 'utf8' })]) {
    chmodSync(join(volume, name), mode);
  }
}

/** The variables that the operator adds to a container, in the order in which it adds them. */
function byOperator(service: string): Record<string, string> {
  return {
    OTEL_SERVICE_NAME: service,
    // For a slow machine; the operator sets what `spec.env` names.
    OTEL_RUN_FLUSH_TIMEOUT: '20000',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.grpcUrl,
    OTEL_RESOURCE_ATTRIBUTES_POD_NAME: 'orders-7d9f',
    OTEL_RESOURCE_ATTRIBUTES_NODE_NAME: 'node-1',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    OTEL_TRACES_SAMPLER: 'parentbased_always_on',
    OTEL_RESOURCE_ATTRIBUTES: 'k8s.container.name=app,k8s.pod.name=orders-7d9f,service.version=1.2.3',
    NODE_OPTIONS: ` --require "${volume}/autoinstrumentation.js"`,
  };
}

/** NODE_OPTIONS alone, as a platform that owns the command sets it. */
function byOption(env: Readonly<Record<string, string>>): Record<string, string> {
  return { ...env, NODE_OPTIONS: `--require "${volume}/preload.cjs"` };
}

for (const node of nodes()) {
  describe.concurrent(`dropped into Node.js ${node.version}`, () => {
    it.each(['one-request.cjs', 'one-request.mjs'])('%s under the operator', async file => {
      const service = `operator-${file}-${node.version}`;

      const ended = await run([node.path, file], { env: byOperator(service) });

      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const { spans, logs } = await collector.waitFor(
        service,
        got => got.spans.length === 2 && got.logs.length === 1,
      );
      expect(spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET /users/:id']);
      expect(logs[0]?.resource).toMatchObject({ 'k8s.pod.name': 'orders-7d9f', 'service.version': '1.2.3' });
    });

    it.each(['preload.cjs', 'preload'])('whose option names %s', async door => {
      const service = `door-${door}-${node.version}`;
      const env = { ...collector.environment(service), NODE_OPTIONS: `--require "${volume}/${door}"` };

      const ended = await run([node.path, 'one-request.cjs'], { env });

      expect(ended).toMatchObject({ code: 0, stderr: '' });
      await collector.waitFor(service, ({ spans }) => spans.length === 2);
    });

    it('delivers before process.exit(), and initializes each worker of a cluster once', async () => {
      const service = `dropped-in-cluster-${node.version}`;

      const ended = await run([node.path, 'dropped-in-cluster.cjs'], {
        env: byOption(collector.environment(service)),
      });

      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const { spans } = await collector.waitFor(service, got => got.spans.length === 2);
      expect(new Set(spans.map(({ resource }) => resource['service.instance.id'])).size).toBe(2);
    });

    it.each([
      {
        title: 'an endpoint without a scheme',
        env: { OTEL_SERVICE_NAME: 'refused', OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
        says: /^otel-run: process \d+ is not instrumented: OTEL_EXPORTER_OTLP_ENDPOINT is .*\n$/,
      },
      {
        title: 'a protocol that does not exist',
        env: { OTEL_SERVICE_NAME: 'refused', OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
        says: /^otel-run: process \d+ is not instrumented: OTEL_EXPORTER_OTLP_PROTOCOL is .*\n$/,
      },
      {
        title: 'no service name',
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
        says: /^otel-run: process \d+ is not instrumented: .*service.*\n$/,
      },
      {
        title: 'no variable at all',
        env: {},
        says: /^otel-run: process \d+ is not instrumented: no OTEL_\* variable reaches it.*\n$/,
      },
      {
        title: 'an endpoint without a scheme in development',
        env: { NODE_ENV: 'development', OTEL_SERVICE_NAME: 'x', OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost' },
        says: /^$/,
      },
    ])('runs untouched and says once why with $title', async ({ env, says }) => {
      const ended = await run([node.path, 'dropped-in-children.cjs'], { env: byOption(env) });

      expect(ended).toMatchObject({ code: 0, stdout: 'child\nchild\n' });
      expect(ended.stderr).toMatch(says);
    });
  });
}

describe('dropped into a Node.js that is too old', () => {
  const old = fetchedNode('18');

  it.skipIf(!old)('runs untouched, with a line that says so', async () => {
    const ended = await run([old?.path ?? '', '-e', 'console.log("ran")'], { env: byOperator('old') });

    expect(ended).toMatchObject({ code: 0, stdout: 'ran\n' });
    expect(ended.stderr).toMatch(/^otel-run: this process is not instrumented: it runs Node\.js 18\..*\n$/);
  });
});
