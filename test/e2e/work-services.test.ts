import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const RUNTIMES = new URL('../fixtures/runtimes', import.meta.url).pathname;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

function otelRun(args: readonly string[], env: Record<string, string> = {}, cwd = RUNTIMES) {
  return run([process.execPath, OTEL_RUN, ...args], {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.httpUrl, OTEL_RUN_FLUSH_TIMEOUT: '20000', ...env },
    cwd,
  });
}

interface Refusal {
  readonly title: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly says: string;
}

const KNOWN = 'package.json has commands for shop-api, shop-worker, shop-pipe and shop-list';

const REFUSALS: readonly Refusal[] = [
  { title: 'no service is named', args: [], says: `no command was given: ${KNOWN}, choose with --service` },
  {
    title: 'a service is unknown',
    args: ['-s', 'shop-wroker'],
    says: `no command was given, and there is none for service "shop-wroker": ${KNOWN}. Did you mean --service shop-worker?`,
  },
  {
    title: 'package.json names no services',
    args: ['-s', 'shop-api'],
    cwd: new URL('../fixtures/apps', import.meta.url).pathname,
    says:
      'no command was given, and package.json does not name one for a service, ' +
      'as in "otel-run": { "services": { "worker": "node dist/worker.js" } }',
  },
  {
    title: 'a command needs a shell',
    args: ['-s', 'shop-pipe'],
    says:
      'package.json: otel-run.services.shop-pipe has a | outside of quotes, which only a shell understands: ' +
      "quote it, or run it with a shell: sh -c '…'",
  },
  {
    title: 'a command is no text',
    args: ['-s', 'shop-list'],
    says:
      'package.json: otel-run.services.shop-list is not a string: write a command line, ' +
      'as in "otel-run": { "services": { "worker": "node dist/worker.js" } }',
  },
];

describe.concurrent('the services of a package.json', () => {
  it('land under a name each', async () => {
    const [api, worker] = await Promise.all([
      otelRun(['--service', 'shop-api']),
      otelRun([], { OTEL_SERVICE_NAME: 'shop-worker' }),
    ]);

    for (const ended of [api, worker]) expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const ofApi = await collector.waitFor('shop-api', ({ spans }) => spans.length > 0);
    const ofWorker = await collector.waitFor('shop-worker', ({ spans }) => spans.length > 0);
    expect(ofApi.spans.map(({ name }) => name)).toEqual(['GET /']);
    expect(ofWorker.spans.map(({ name }) => name)).toEqual(['orders process']);
    expect(ofApi.spans[0]?.resource).toMatchObject({ 'deployment.environment.name': 'staging' });
  });

  it('are run by a flag rather than by the environment', async () => {
    const { stdout } = await otelRun(['-s', 'shop-worker', '--dry-run'], { OTEL_SERVICE_NAME: 'shop-api' });

    expect(stdout).toMatch(/^node worker\.cjs 'orders process'\n/);
  });

  it('give way to a command that is given', async () => {
    const { stdout } = await otelRun(['-s', 'shop-worker', '--', 'echo', 'given']);

    expect(stdout).toBe('given\n');
  });

  it('are what smoke runs where it is given no command', async () => {
    const { code, stdout } = await otelRun(['smoke', '--service', 'shop-worker', '--json']);

    const { command, telemetry } = JSON.parse(stdout);
    expect({ code, command }).toEqual({ code: 0, command: ['node', 'worker.cjs', 'orders process'] });
    expect(telemetry.spans).toBe(1);
  });

  it('are asked for by smoke where it is given neither a command nor a service that has one', async () => {
    const { code, stdout, stderr } = await otelRun(['smoke', '--service', 'shop-wroker']);

    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toContain('Did you mean --service shop-worker?\nSee otel-run smoke --help.\n');
  });

  for (const { title, args, cwd, says } of REFUSALS) {
    it(`are refused with 125 where ${title}`, async () => {
      const { code, stdout, stderr } = await otelRun(args, {}, cwd);

      expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
      expect(stderr).toBe(`otel-run: ${says}\nSee otel-run --help.\n`);
    });
  }
});
