import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FIXTURES = new URL('../fixtures/apps', import.meta.url).pathname;
const REGISTER = createRequire(import.meta.url).resolve('@opentelemetry/auto-instrumentations-node/register');

let collector: Collector;
let folder: string;
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-own-sdk-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await collector.close();
});

interface Case {
  readonly title: string;
  readonly application: string;
  readonly env?: Record<string, string>;
  /** Names of all spans that arrive, sorted. */
  readonly spans: readonly string[];
  readonly logs: number;
  readonly said: RegExp;
}

const REQUEST = ['GET', 'GET /users/:id', 'look the user up'];
const INERT =
  /^otel-run: \S+ starts its own OpenTelemetry SDK: its traces and logs go through otel-run's.*\n$/;
const ASIDE = /^otel-run: \S+ starts its own OpenTelemetry SDK: otel-run leaves this process to it.*\n$/;

const CASES: readonly Case[] = [
  { title: 'a CommonJS application', application: 'own-sdk.cjs', spans: REQUEST, logs: 1, said: INERT },
  { title: 'an ESM application', application: 'own-sdk.mjs', spans: REQUEST, logs: 1, said: INERT },
  {
    title: 'a CommonJS application that is left to it',
    application: 'own-sdk.cjs',
    env: { OTEL_RUN_OWN_SDK: 'theirs', OTEL_NODE_RESOURCE_DETECTORS: 'env' },
    // The layers of express are its instrumentation's default, which is theirs to choose.
    spans: ['GET', 'GET /users/:id', 'look the user up', 'request handler'],
    logs: 1,
    said: ASIDE,
  },
  {
    title: 'the official preload, required',
    application: 'one-request.cjs',
    env: {
      NODE_OPTIONS: `--require ${REGISTER}`,
      OTEL_NODE_RESOURCE_DETECTORS: 'env',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'net,router,dns',
    },
    spans: ['GET', 'GET /users/:id'],
    logs: 1,
    said: INERT,
  },
  {
    title: 'the official preload, imported',
    application: 'one-request.mjs',
    env: {
      NODE_OPTIONS: '--import @opentelemetry/auto-instrumentations-node/register',
      OTEL_NODE_RESOURCE_DETECTORS: 'env',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'net,router,dns',
    },
    spans: ['GET', 'GET /users/:id'],
    logs: 1,
    said: INERT,
  },
  {
    title: 'a tracer provider that is never registered',
    application: 'own-provider.cjs',
    spans: ['GET', 'GET', 'look the user up'],
    logs: 0,
    said: /^$/,
  },
];

describe.concurrent('an SDK beside otel-run', () => {
  for (const { title, application, env, spans, logs, said } of CASES) {
    it(`doubles nothing and loses nothing: ${title}`, async () => {
      const service = `own-sdk-${title}`;
      const options = { env: { ...collector.environment(service), ...env } };

      const ended = await run(byOtelRun([process.execPath, application]), options);

      expect(ended.code).toBe(0);
      expect(ended.stderr).toMatch(said);
      const received = await collector.waitFor(
        service,
        got => got.spans.length >= spans.length && got.logs.length >= logs,
      );
      expect(received.spans.map(({ name }) => name).sort()).toEqual([...spans].sort());
      expect(received.logs).toHaveLength(logs);
    });
  }

  it.each(nodes())('loses nothing to hooks that the application registers, on $version', async node => {
    const service = `own-sdk-hooks-${node.version}`;

    const { code } = await run(byOtelRun([node.path, 'own-sdk.mjs'], node.path), {
      env: { ...collector.environment(service), NODE_OPTIONS: registration(folder, node.version) },
    });

    expect(code).toBe(0);
    const { spans } = await collector.waitFor(service, got => got.spans.length >= 3 && got.logs.length === 1);
    expect(spans.map(({ name }) => name).sort()).toEqual(REQUEST);
  });

  it('keeps its own metrics, which otel-run does not export by default', async () => {
    const service = 'own-sdk-metrics';
    await run(byOtelRun([process.execPath, 'own-sdk.cjs']), { env: collector.environment(service) });

    const { metrics } = await collector.waitFor(service, got => got.metrics.length >= 2);
    // Its HTTP instrumentation is inert: ours measures in its place, and nothing that it did not ask for.
    expect([...new Set(metrics.map(({ name }) => name))].sort()).toEqual([
      'http.client.request.duration',
      'http.server.request.duration',
      'orders',
    ]);
  });

  it('records for an application with a newer API than the one that otel-run registers', async () => {
    const service = 'own-sdk-newer-api';
    const application = withNewerApi(folder);

    await run(byOtelRun([process.execPath, application]), { env: collector.environment(service) });

    const { spans } = await collector.waitFor(service, got => got.spans.length > 0);
    expect(spans.map(({ name }) => name)).toEqual(['count the orders']);
  });

  it('does not lose requests to an SDK that a bundler put into the application', async () => {
    const service = 'own-sdk-bundled';
    const application = await bundled(join(FIXTURES, 'own-sdk.cjs'), folder);

    const { code } = await run(byOtelRun([process.execPath, application]), {
      env: collector.environment(service),
    });

    expect(code).toBe(0);
    const { spans } = await collector.waitFor(service, got => got.spans.length >= 2);
    expect(spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER')).toHaveLength(1);
    expect(spans.filter(({ kind }) => kind === 'SPAN_KIND_CLIENT')).toHaveLength(1);
  });
});

/** An application whose copy of the API says that it is a later minor version, throughout. */
function withNewerApi(root: string): string {
  const application = join(root, 'newer-api', 'app.cjs');
  const copy = join(root, 'newer-api', 'node_modules', '@opentelemetry', 'api');
  mkdirSync(copy, { recursive: true });
  const original = dirname(dirname(createRequire(import.meta.url).resolve('@opentelemetry/api')));
  cpSync(original, copy, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(original, 'package.json'), 'utf8'));
  for (const file of readdirSync(copy, { recursive: true }).map(name => join(copy, String(name)))) {
    if (!/(?:\.cjs|package\.json)$/.test(file)) continue;
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(version, '1.99.0'));
  }
  cpSync(join(FIXTURES, 'manual-span.cjs'), application);
  return application;
}

/** What the SDK's guide has an ESM application import, with a copy of the hooks beside otel-run's. */
function registration(root: string, name: string): string {
  const modules = join(root, name, 'node_modules');
  const copy = join(modules, 'import-in-the-middle');
  const original = dirname(createRequire(import.meta.url).resolve('import-in-the-middle'));
  cpSync(original, copy, { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(original, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) symlinkSync(join(original, '..', name), join(modules, name));
  const register = `import { register } from 'node:module'; register('${pathToFileURL(copy)}/hook.mjs');`;
  return `--import data:text/javascript,${encodeURIComponent(register)}`;
}

async function bundled(entry: string, root: string): Promise<string> {
  const file = join(root, 'bundled.cjs');
  const build = await rolldown({ input: entry, platform: 'node', logLevel: 'silent' });
  await build.write({ file, format: 'cjs', codeSplitting: false });
  await build.close();
  return file;
}
