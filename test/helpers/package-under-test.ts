import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyPreload } from './preload-copy.ts';

const root = new URL('../..', import.meta.url).pathname;

/** Where the packed package is laid out as npm would install it; dependencies are found in the folders above. */
export const PACKAGE_FOLDER = join(root, 'test', '.installed', 'node_modules', 'otel-run');

/** The command as users have it. */
export const OTEL_RUN = join(PACKAGE_FOLDER, 'bin', 'otel-run.js');

/**
 * Whether the tests of processes start commands by NODE_OPTIONS alone, with a copy of what a platform drops into a
 * container: `OTEL_RUN_TEST_DROPPED_IN=1`.
 */
export const isDroppedIn = process.env.OTEL_RUN_TEST_DROPPED_IN === '1';

/** The door that NODE_OPTIONS names. The copy is made once, before workers of the test runner start. */
export const PRELOAD = join(process.env.OTEL_RUN_TEST_COPY ?? join(PACKAGE_FOLDER, 'dist'), 'preload.cjs');

/**
 * Builds the package if its sources are newer than the build, packs it as it is published, and installs it for the tests
 * of processes. Vitest calls it once a run.
 */
export default function installPackage(): (() => void) | undefined {
  process.stderr.write(
    'Builds and packs otel-run (10 s), then runs the tests: one file takes seconds, all of them about 7 minutes, ' +
      'those of pure code 20 s (npm run test:unit).\n',
  );
  execFileSync(process.execPath, [join(root, 'scripts/prepare.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const installed = join(root, 'test', '.installed');
  // Beside them is what scripts install on demand.
  for (const made of ['node_modules', 'loggers'])
    rmSync(join(installed, made), { recursive: true, force: true });
  mkdirSync(PACKAGE_FOLDER, { recursive: true });
  const report = execFileSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', installed],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [{ filename }] = JSON.parse(report);
  execFileSync('tar', ['-xzf', join(installed, filename), '-C', PACKAGE_FOLDER, '--strip-components=1']);
  if (!isDroppedIn) return undefined;
  const copy = copyPreload(join(PACKAGE_FOLDER, 'dist'));
  process.env.OTEL_RUN_TEST_COPY = copy.folder;
  return copy.remove;
}
