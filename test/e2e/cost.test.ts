import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { OTEL_RUN, PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { preloaded, run } from '../helpers/processes.ts';

// What noise cannot trip: counts, on any machine. Times are `npm run bench`'s.

/** What a start loads of otel-run, at most: files, their bytes, and built-in modules beside those of the bare command. */
const STARTS = [
  // The door, main, what the API, the SDK and loggers need of each other, and what decides about hooks for `import`.
  { program: 'an application without modules', modules: [], files: 10, bytes: 310_000, builtins: 55 },
  // And the instrumentation of http with what all instrumentations share.
  { program: 'an HTTP server', modules: ['http'], files: 13, bytes: 390_000, builtins: 32 },
  // And that of Express, nothing of any other framework, logger or exporter.
  {
    program: 'an Express application',
    modules: ['http', 'express'],
    files: 15,
    bytes: 400_000,
    builtins: 42,
  },
];

/** The package as it is published, at most: every deployment carries it. */
const PACKAGE = [
  { what: 'packed', bytes: 1_400_000, measure: packedBytes },
  { what: 'unpacked', bytes: 7_500_000, measure: () => bytesIn(PACKAGE_FOLDER) },
];

/** Built-in modules that take long to load, each as long as all that a run does before the command. */
const UNNEEDED_BY_A_RUN = new Set(['http', 'https', 'tls', 'tty', 'crypto', 'worker_threads']);

/** The test's own, the command, the command line and what it has in a file of its own for a run. */
const FILES_OF_A_RUN = 7;

/** Of 400 answered requests those that a fast garbage collection leaves, at most: bare about 10, of 548 once. */
const REQUESTS_LEFT = 120;

const env = preloaded({
  OTEL_SERVICE_NAME: 'cost',
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
});

describe.each(nodes())('under Node.js $version, the preload', ({ path: node }) => {
  it.each(STARTS)('loads for $program what it needs, and no more', async ({ modules, ...most }) => {
    const bare = await read([node, 'loaded-files.cjs', ...modules], {});
    const ours = await read([node, 'loaded-files.cjs', ...modules], env);

    expect(bare.files).toBe(0);
    expect(ours.files).toBeGreaterThan(0);
    expect(ours.files).toBeLessThanOrEqual(most.files);
    expect(ours.bytes).toBeLessThanOrEqual(most.bytes);
    expect((ours.builtins ?? 0) - (bare.builtins ?? 0)).toBeLessThanOrEqual(most.builtins);
  });

  it.each([
    { exporter: 'otlp', endpoint: 'http://127.0.0.1:1' },
    { exporter: 'none', endpoint: undefined },
  ])(
    'lets requests be freed by fast garbage collections (exporter $exporter)',
    async ({ exporter, endpoint }) => {
      const { left } = await read([node, '--expose-gc', 'requests-die-young.cjs'], {
        ...env,
        OTEL_TRACES_EXPORTER: exporter,
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_RUN_FLUSH_TIMEOUT: '0',
      });

      expect(left).toBeLessThanOrEqual(REQUESTS_LEFT);
    },
  );
});

describe.each(nodes())('under Node.js $version, the command line', ({ path: node }) => {
  it('loads nothing for a run that only doctor and smoke need', async () => {
    const requiring = ['--require', './loaded-at-exit.cjs'];
    const { stdout } = await run([node, ...requiring, OTEL_RUN, '--dry-run', '--', 'true'], {
      env: { OTEL_SERVICE_NAME: 'cost' },
    });

    const { files, builtins } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(builtins).toContain('fs');
    expect(builtins.filter((name: string) => UNNEEDED_BY_A_RUN.has(name))).toEqual([]);
    expect(files).toBeLessThanOrEqual(FILES_OF_A_RUN);
  });
});

describe('the package', () => {
  it.each(PACKAGE)('has no more than $bytes bytes, $what', ({ bytes, measure }) => {
    const measured = measure();

    expect(measured).toBeGreaterThan(bytes / 2);
    expect(measured).toBeLessThanOrEqual(bytes);
  });
});

/** What a program counted. */
async function read(
  argv: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, number>>> {
  const { code, stdout, stderr } = await run(argv, { env: variables });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

function packedBytes(): number {
  const folder = join(PACKAGE_FOLDER, '..', '..');
  const [packed = ''] = readdirSync(folder).filter(name => name.endsWith('.tgz'));
  return statSync(join(folder, packed)).size;
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
