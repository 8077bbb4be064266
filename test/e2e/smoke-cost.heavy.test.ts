import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run, start } from '../helpers/processes.ts';
import { freePort } from '../helpers/servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'smoke-cost-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NODE = process.execPath;

/** A busy machine may take longer to deliver than an exit waits by default. */
const PATIENCE = { OTEL_RUN_FLUSH_TIMEOUT: '10000', OTEL_SERVICE_NAME: 'orders' };

/** So many that it does not matter in how many batches they are sent. */
const REQUESTS = 40;

/** Counts bytes and knows nothing of OTLP but its paths. */
async function startCounting() {
  const bytes: Record<string, number> = { '/v1/traces': 0, '/v1/logs': 0, '/v1/metrics': 0 };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    bytes[request.url ?? ''] = (bytes[request.url ?? ''] ?? 0) + plain.length;
    response.setHeader('content-type', 'application/x-protobuf');
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  return { bytes, port: (server.address() as AddressInfo).port, close: () => server.close() };
}

/** Runs an application with the same requests, against the counter alone. */
async function countIndependently(command: readonly string[], path: string) {
  const counter = await startCounting();
  const port = await freePort();
  const env = {
    ...PATIENCE,
    NODE_ENV: 'production',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${counter.port}`,
    PORT: String(port),
  };
  const app = start([NODE, OTEL_RUN, '--', NODE, ...command], { env });
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/`).then(
          () => true,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);
  for (let index = 0; index < REQUESTS - 1; index++)
    await (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  app.child.kill('SIGTERM');
  await app.ended;
  counter.close();
  return counter.bytes;
}

async function smoke(flags: readonly string[], command: readonly string[]) {
  const argv = [NODE, OTEL_RUN, 'smoke', '--json', '--timeout', '60', ...flags, '--', NODE, ...command];
  const { stdout, stderr } = await run(argv, { env: { ...PATIENCE, PORT: String(await freePort()) } });
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout);
}

describe('the cost of a run', () => {
  it.each(['plain', 'logs', 'calls', 'errors', 'fat'])(
    'is within 10 %% of what another receiver counts: %s',
    async kind => {
      const command = ['smoke-costs.cjs', kind];
      const { cost } = await smoke(
        Array.from({ length: REQUESTS }, () => [
          '--request',
          `GET / => ${kind === 'errors' ? 500 : 200}`,
        ]).flat(),
        command,
      );
      const independent = await countIndependently(command, '/');

      const counted = cost.perRequest.bytes;
      for (const signal of ['traces', 'logs'] as const) {
        const other = (independent[`/v1/${signal}`] ?? 0) / REQUESTS;
        expect(
          Math.abs(counted[signal] - other),
          `${signal}: ${counted[signal]} of ${other}`,
        ).toBeLessThanOrEqual(other * 0.1);
      }
      expect(cost.requests).toBe(REQUESTS);
    },
  );

  it.each([
    {
      kind: 'labels',
      env: { OTEL_METRICS_EXPORTER: 'otlp', OTEL_RUN_METRICS: 'all' },
      says: /orders\.placed is \d+ % of your series \(\d+\): its label shelf has \d+ values/,
    },
    { kind: 'fat', env: {}, says: /app\.cart is \d+ % of your traces' bytes/ },
    {
      kind: 'chatty',
      env: {},
      says: /"cache miss for shelf #" is \d+ % of your logs' bytes: 30 records a request/,
    },
  ])('names a seeded excess: $kind', async ({ kind, env, says }) => {
    const argv = [NODE, OTEL_RUN, 'smoke', '--json', '--request', '/', '--', NODE, 'smoke-costs.cjs', kind];
    const { stdout } = await run(argv, { env: { ...PATIENCE, ...env, PORT: String(await freePort()) } });
    const { savings } = JSON.parse(stdout).cost;
    expect(savings.map(({ message }: { message: string }) => message).join('\n')).toMatch(says);
  });

  it('has the same snapshot in ten runs of an application in which everything varies', async () => {
    const file = join(folder, 'snapshot.yaml');
    const texts = new Set<string>();
    for (let index = 0; index < 10; index++) {
      await smoke(
        ['--snapshot', file, '--update', '--request', '/', '--request', '/'],
        ['smoke-varying.cjs'],
      );
      texts.add(readFileSync(file, 'utf8'));
    }
    expect([...texts]).toHaveLength(1);
  });
});
