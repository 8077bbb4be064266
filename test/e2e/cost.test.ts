import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { OTEL_RUN, PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { preloaded, run } from '../helpers/processes.ts';

// What noise cannot trip: counts, on any machine. Times are `npm run bench`'s.

/**
 * What a start loads of otel-run, at most: files and their bytes; and what it takes beside the bare command: built-in
 * modules, and files that are resolved, each of which is a search through folders.
 */
const STARTS = [
  // The door, main, and what every process needs of the API, the SDK and loggers; before Node.js has hooks for
  // `import` without a thread, also what waits for the first one.
  {
    program: 'an application without modules',
    modules: [],
    files: 5,
    bytes: 214_500,
    builtins: 6,
    resolutions: 5,
  },
  // And the instrumentation of http with what all instrumentations share.
  {
    program: 'an HTTP server',
    modules: ['http'],
    files: 7,
    bytes: 257_000,
    builtins: 5,
    resolutions: 12,
  },
  // And that of Express, nothing of any other framework, logger or exporter, and no hooks for `import`, though a package
  // below Express is an ES module; its 228 files are resolved once, as in the bare command.
  {
    program: 'an Express application',
    modules: ['http', 'express'],
    files: 8,
    bytes: 260_800,
    builtins: 4,
    resolutions: 32,
  },
  // And one part for each library, with what parts of a kind share.
  {
    program: 'an application with five libraries',
    modules: ['hono', 'postgres', 'openai', 'graphql', 'cron'],
    files: 20,
    bytes: 406_000,
    builtins: 10,
    resolutions: 40,
  },
];

/** The package as it is published, at most: every deployment carries it. */
const PACKAGE = [
  { what: 'packed', bytes: 2_000_000, measure: packedBytes },
  { what: 'unpacked', bytes: 8_500_000, measure: () => bytesIn(PACKAGE_FOLDER) },
];

/** Built-in modules that take long to load, each as long as all that a run does before the command. */
const UNNEEDED_BY_A_RUN = new Set([
  'http',
  'https',
  'tls',
  'tty',
  'crypto',
  'worker_threads',
  'child_process',
]);

/**
 * What the command line loads of itself before a run, at most: files (with the test's own) and bytes. A command that is
 * not there ends a run before it can replace the process that tells. Options also need their parser.
 */
const RUNS = [
  { what: 'a run without options', argv: ['--', './not-there'], files: 5, bytes: 135_000 },
  { what: 'a run with options', argv: ['--dry-run', '--', 'true'], files: 7, bytes: 181_000 },
];

/** Of 400 answered requests those that a fast garbage collection leaves, at most: bare about 10, of 548 once. */
const REQUESTS_LEFT = 120;

/** Bytes of heap that a request to an Express application with one log record takes beside the bare one, at most. */
const BYTES_OF_A_REQUEST = 13_000;

/** A young generation so large that nothing is collected while a few hundred requests are answered. */
const NO_COLLECTION = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];

const env = preloaded({
  OTEL_SERVICE_NAME: 'cost',
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
});

/** In front of otel-run. */
const RECORDING = `--require ${fileURLToPath(new URL('../fixtures/apps/record-files.cjs', import.meta.url))}`;

describe.each(nodes())('under Node.js $version, the preload', ({ path: node, version }) => {
  it.each(STARTS)('loads for $program what it needs, and no more', async ({ modules, ...most }) => {
    const bare = await read([node, 'loaded-files.cjs', ...modules], { NODE_OPTIONS: RECORDING });
    const ours = await read([node, 'loaded-files.cjs', ...modules], {
      ...env,
      NODE_OPTIONS: `${RECORDING} ${env.NODE_OPTIONS}`,
    });

    expect(bare.files).toBe(0);
    expect(ours.files).toBeGreaterThan(0);
    expect(ours.files).toBeLessThanOrEqual(most.files);
    expect(ours.bytes).toBeLessThanOrEqual(most.bytes);
    expect((ours.builtins ?? 0) - (bare.builtins ?? 0)).toBeLessThanOrEqual(most.builtins);
    expect((ours.resolutions ?? 0) - (bare.resolutions ?? 0)).toBeLessThanOrEqual(most.resolutions);
  });

  it.runIf(isAtLeast({ version, path: node }, 22, 15))(
    'starts no thread for imports of modules that nobody watches',
    async () => {
      const program = `require('http'); import('node:fs').then(() => console.log(
      process.moduleLoadList.filter(name => /esm\\/hooks$/.test(name))))`;

      expect(await run([node, '-e', program], { env })).toMatchObject({ code: 0, stdout: '[]\n' });
    },
  );

  it('takes a bounded number of bytes for a request', async () => {
    const argv = [node, ...NO_COLLECTION, 'allocations.cjs'];
    const bare = await read(argv, {});
    const ours = await read(argv, {
      ...env,
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_RUN_FLUSH_TIMEOUT: '0',
    });

    expect([bare.collections, ours.collections]).toEqual([0, 0]);
    expect(ours.bytes).toBeGreaterThan(bare.bytes ?? 0);
    expect((ours.bytes ?? 0) - (bare.bytes ?? 0)).toBeLessThanOrEqual(BYTES_OF_A_REQUEST);
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
  it.each(RUNS)('loads nothing for $what that only doctor and smoke need', async ({ argv, ...most }) => {
    const requiring = ['--require', './loaded-at-exit.cjs'];
    const { stdout } = await run([node, ...requiring, OTEL_RUN, ...argv], {
      env: { OTEL_SERVICE_NAME: 'cost' },
    });

    const { files, bytes, builtins } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(builtins).toContain('fs');
    expect(builtins.filter((name: string) => UNNEEDED_BY_A_RUN.has(name))).toEqual([]);
    expect(files).toBeLessThanOrEqual(most.files);
    expect(bytes).toBeLessThanOrEqual(most.bytes);
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
