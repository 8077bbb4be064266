import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type InstrumentedResult, type Receiver, runInstrumented, startReceiver } from 'otel-run/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { cleanEnvironment, run } from '../helpers/processes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const apps = `${root}test/fixtures/apps`;
const NODE = process.execPath;
const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** None of the variables that a test runner and its shell have. */
const env = Object.fromEntries(
  Object.keys(process.env)
    .filter(name => /^OTEL_|^NODE_OPTIONS$/.test(name))
    .map(name => [name, undefined]),
);

describe('runInstrumented', () => {
  let receiver: Receiver;
  let result: InstrumentedResult;
  beforeAll(async () => {
    receiver = await startReceiver();
    const options = { receiver, env, cwd: apps, requests: ['GET /orders/7'] };
    result = await runInstrumented([NODE, 'serve-orders.mjs'], options);
  });
  afterAll(() => receiver.close());

  it('leaves what arrived in the receiver, under the name of the package', () => {
    const [span] = receiver.spans;
    expect(receiver.spans).toHaveLength(1);
    expect(span).toMatchObject({
      name: 'GET /orders/:id',
      kind: 'server',
      attributes: { 'http.route': '/orders/:id' },
    });
    expect(span?.resource['service.name']).toBe('service-under-test');
    expect(receiver.logs[0]).toMatchObject({ body: 'order was asked for', traceId: span?.traceId });
  });

  it('makes the checks of smoke, in production mode although NODE_ENV is test', () => {
    expect(process.env.NODE_ENV).toBe('test');
    expect(result.ok).toBe(true);
    expect(result.checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(result.exit).toMatchObject({ code: 0, signal: null });
  });

  it('gives back what the application wrote', () => {
    expect(result.output).toContain('"msg":"order was asked for"');
  });

  it('judges each run by its own telemetry, and takes expectations', async () => {
    const before = receiver.spans.length;
    const wanted = 'spans:\n  - name: nightly report\n  - name: GET /orders/:id\n    absent: true\n';
    const options = { receiver, env, cwd: apps, expect: wanted };
    const next = await runInstrumented([NODE, 'seeded-telemetry-received.cjs', 'repaired'], options);

    expect(next.checks.find(({ id }) => id === 'expectations')?.status).toBe('pass');
    expect(next.telemetry.spans).toBe(1);
    expect(receiver.spans).toHaveLength(before + 1);
  });

  const refused = [
    { name: 'an invalid configuration', env: { OTEL_TRACES_EXPORTER: 'nowhere' }, says: /nowhere/ },
    { name: 'a command that is not there', command: ['no-such-command'], says: /command not found/ },
    { name: 'a request that is none', requests: ['GET'], says: /"GET" is not a request/ },
  ];

  const mistakes = [
    { name: 'no options', given: [[NODE]], says: /^There is no receiver\. Give the one that startReceiver/ },
    { name: 'a command as a text', given: ['node x.js'], says: /^The command is not a list of words/ },
    {
      name: 'a check that is none',
      options: { only: ['no-secret'] },
      says: /^only is "no-secret"\. Did you mean no-secrets\?$/,
    },
    {
      name: 'a check to allow that is none',
      options: { allow: ['x'] },
      says: /^allow is "x"\. The checks are command-exit,/,
    },
    {
      name: 'a signal that is none',
      options: { stopSignal: 'SIGFOO' },
      says: /^stopSignal is "SIGFOO"\. It must be/,
    },
    {
      name: 'a timeout that is none',
      options: { timeout: '3s' },
      says: /^timeout is "3s"\. It must be a number/,
    },
    {
      name: 'a URL that is none',
      options: { waitFor: 'health' },
      says: /^waitFor is "health"\. It must be a path/,
    },
  ];
  it.each(mistakes)('tells plain JavaScript of $name', async ({ options, given, says }) => {
    const [command, chosen] = given ?? [[NODE, '-e', '0'], { receiver, env, cwd: apps, ...options }];

    await expect(runInstrumented(command as string[], chosen as never)).rejects.toThrow(says);
  });

  it.each(refused)(
    'rejects $name',
    async ({ command = [NODE, '-e', '0'], requests = [], says, ...options }) => {
      const run = runInstrumented(command, {
        receiver,
        requests,
        cwd: apps,
        env: { ...env, ...options.env },
      });
      await expect(run).rejects.toThrow(says);
    },
  );
});

describe('otel-run/testing', () => {
  it('can be required', () => {
    const program = "const t = require('otel-run/testing'); console.log(Object.keys(t).sort().join())";
    const stdout = execFileSync(NODE, ['-e', program], {
      cwd: root,
      env: cleanEnvironment(),
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('runInstrumented,startReceiver,telemetryLines');
  });

  // jest, with its many packages, runs the example in .ci/run alone.
  it.each([
    {
      runner: 'node --test',
      argv: ['--test', '--test-reporter=tap', 'telemetry.test.mjs'],
      says: /^# pass 3$/m,
    },
    { runner: 'vitest', argv: [VITEST, 'run', 'telemetry.jest'], says: /Tests {2}3 passed/ },
  ])('serves the test suite of the example by $runner, where the package is installed', async options => {
    const cwd = join(PACKAGE_FOLDER, '..', '..', 'orders');
    cpSync(join(root, 'examples', 'orders'), cwd, { recursive: true });
    writeFileSync(join(cwd, 'vitest.config.mjs'), 'export default { test: { globals: true } };');
    const { code, stdout } = await run([NODE, ...options.argv], { cwd, env: { NO_COLOR: '1' } });

    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(options.says) });
  });
});
