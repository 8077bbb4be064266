import { compileGlob } from '../../shared/glob.ts';

/**
 * A program that starts the work but does not do it. Its processes are left alone, their children are not.
 */
export interface Launcher {
  /** Names of the bins that start it, and file names, without extension, of a script in `node_modules`. */
  readonly names: readonly string[];
  /** A part of its script's path, if the file name is too generic or the file is elsewhere. */
  readonly paths?: readonly string[];
  readonly reason: string;
}

/** All programs in which otel-run does not initialize. `OTEL_RUN_SKIP` adds names. */
export const LAUNCHERS: readonly Launcher[] = [
  { names: ['otel-run'], paths: ['/otel-run/bin/otel-run.js'], reason: 'otel-run itself' },
  {
    names: ['npm', 'npm-cli', 'npx', 'npx-cli', 'pnpm', 'pnpx', 'yarn', 'yarnpkg', 'corepack'],
    paths: ['/bin/npm-cli.js', '/bin/npx-cli.js', '/corepack/', '/.yarn/releases/'],
    reason: 'a package manager runs the work in a child',
  },
  {
    names: [
      'npm-run-all',
      'run-s',
      'run-p',
      'concurrently',
      'concurrent',
      'wait-on',
      'start-server-and-test',
      'wireit',
      'nf',
    ],
    reason: 'a script runner',
  },
  {
    names: ['cross-env', 'cross-env-shell', 'dotenv', 'dotenvx', 'env-cmd'],
    reason: 'an environment wrapper',
  },
  {
    names: ['nodemon', 'node-dev', 'ts-node-dev', 'tsnd', 'nest'],
    reason: 'a restarter runs the work in a child',
  },
  {
    names: ['pm2', 'pm2-dev', 'pm2-docker', 'pm2-runtime'],
    paths: ['/pm2/lib/Daemon.js', '/pm2/lib/binaries/Runtime4Docker.js'],
    reason: "PM2's own process, its applications are children",
  },
  {
    names: ['forever', 'lerna', 'nx', 'turbo', 'rush', 'rushx', 'husky', 'lint-staged'],
    // Nx's daemon, and the processes in which its plugins read the workspace. Tasks start in `/bin/run-executor.js`.
    paths: ['/nx/src/', '/nx/dist/src/'],
    reason: 'a task runner',
  },
  {
    names: ['tsx'],
    paths: ['/tsx/dist/cli.mjs', '/tsx/dist/cli.cjs'],
    reason: 'tsx runs the work in a child',
  },
  {
    names: [
      'tsc',
      'tsserver',
      'typingsInstaller',
      'vue-tsc',
      'tsgo',
      'eslint',
      'prettier',
      'biome',
      'oxlint',
      'esbuild',
    ],
    reason: 'a development tool',
  },
  { names: ['node-gyp', 'node-gyp-build', 'prebuild-install', 'node-pre-gyp'], reason: 'a build tool' },
];

/**
 * Finds the launcher that a script belongs to, or the pattern of `OTEL_RUN_SKIP` that matches it.
 *
 * @param script `process.argv[1]`: a bin link or a file
 * @param realPath the file that the link leads to
 * @param skip patterns of `OTEL_RUN_SKIP`: names with `*` wildcards
 * @returns the reason, or undefined if the script is not a launcher
 */
export function launcherReason(
  script: string,
  realPath: string,
  skip: readonly string[],
): string | undefined {
  const path = toSlashes(realPath);
  // An application's own `dist/turbo.js` is not a launcher.
  const programs = path.includes('/node_modules/') ? [script, realPath] : [script].filter(hasNoExtension);
  const names = programs.map(baseName);
  const launcher = LAUNCHERS.find(
    candidate =>
      candidate.names.some(name => names.includes(name)) ||
      candidate.paths?.some(part => path.includes(part)),
  );
  if (launcher) return launcher.reason;
  const pattern = skip.find(glob => [script, realPath].some(file => compileGlob(glob)(baseName(file))));
  return pattern === undefined ? undefined : `OTEL_RUN_SKIP names it (${pattern})`;
}

const EXTENSION = /\.(?:[cm]?[jt]sx?|cmd|ps1)$/;

function hasNoExtension(path: string): boolean {
  return !EXTENSION.test(path);
}

function baseName(path: string): string {
  return (toSlashes(path).split('/').pop() ?? '').replace(EXTENSION, '');
}

function toSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}
