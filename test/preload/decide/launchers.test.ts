import { describe, expect, it } from 'vitest';
import { LAUNCHERS, launcherReason } from '../../../src/preload/decide/launchers.ts';

/** `process.argv[1]` and the file behind it, as installations have them. */
const STARTED_BY: { script: string; realPath?: string }[] = [
  { script: '/usr/local/bin/npm', realPath: '/usr/local/lib/node_modules/npm/bin/npm-cli.js' },
  { script: '/usr/local/bin/npx', realPath: '/usr/local/lib/node_modules/npm/bin/npx-cli.js' },
  { script: 'C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js' },
  { script: '/usr/local/bin/pnpm', realPath: '/usr/local/lib/node_modules/pnpm/bin/pnpm.cjs' },
  { script: '/root/.cache/node/corepack/v1/pnpm/10.1.0/bin/pnpm.cjs' },
  { script: '/app/.yarn/releases/yarn-4.9.2.cjs' },
  { script: '/usr/local/bin/yarn', realPath: '/opt/yarn-v1.22.22/bin/yarn.js' },
  { script: '/usr/local/bin/corepack', realPath: '/usr/local/lib/node_modules/corepack/dist/corepack.js' },
  { script: '/app/node_modules/.bin/otel-run', realPath: '/app/node_modules/otel-run/bin/otel-run.js' },
  { script: '/app/node_modules/otel-run/bin/otel-run.js' },
  { script: '/app/node_modules/.bin/nodemon', realPath: '/app/node_modules/nodemon/bin/nodemon.js' },
  { script: '/app/node_modules/.bin/ts-node-dev', realPath: '/app/node_modules/ts-node-dev/lib/bin.js' },
  { script: '/app/node_modules/.bin/tsx', realPath: '/app/node_modules/tsx/dist/cli.mjs' },
  { script: '/app/node_modules/tsx/dist/cli.mjs' },
  { script: '/usr/local/bin/pm2-runtime', realPath: '/usr/local/lib/node_modules/pm2/bin/pm2-runtime' },
  { script: '/usr/local/lib/node_modules/pm2/lib/Daemon.js' },
  { script: '/app/node_modules/.bin/tsc', realPath: '/app/node_modules/typescript/bin/tsc' },
  { script: '/app/node_modules/typescript/lib/tsserver.js' },
  {
    script: '/app/node_modules/.bin/concurrently',
    realPath: '/app/node_modules/concurrently/dist/bin/concurrently.js',
  },
  {
    script: '/app/node_modules/.bin/cross-env',
    realPath: '/app/node_modules/cross-env/dist/bin/cross-env.js',
  },
  { script: '/app/node_modules/.bin/nest', realPath: '/app/node_modules/@nestjs/cli/bin/nest.js' },
  { script: '/app/node_modules/.bin/turbo', realPath: '/app/node_modules/turbo/bin/turbo' },
  { script: '/app/node_modules/nx/src/daemon/server/start.js' },
  { script: '/app/node_modules/nx/dist/src/project-graph/plugins/isolation/plugin-worker.js' },
];

/** Applications, some of them close to a launcher by name. */
const APPLICATIONS: { script: string; realPath?: string }[] = [
  { script: '/app/server.js' },
  { script: '/app/dist/index.mjs' },
  { script: '/app/src/npm-mirror.ts' },
  { script: '/app/node_modules/npm-registry/server.js' },
  { script: '/app/pm2/lib/server.js' },
  { script: '/app/node_modules/pm2/lib/ProcessContainerFork.js' },
  { script: '/app/dist/cli.mjs' },
  { script: '/app/node_modules/.bin/next', realPath: '/app/node_modules/next/dist/bin/next' },
  { script: '/app/yarn-counter.js' },
  { script: '/app/nest.mjs' },
  { script: '/app/dist/turbo.js' },
  { script: '/app/node_modules/nx/dist/bin/run-executor.js' },
  { script: '/app/current', realPath: '/app/releases/concurrent.js' },
];

describe('launchers are told by their file or the bin name that they were started by', () => {
  it.each(STARTED_BY)('$script', ({ script, realPath = script }) => {
    expect(launcherReason(script, realPath, [])).toEqual(expect.any(String));
  });

  it('with one reason for each name', () => {
    const names = LAUNCHERS.flatMap(launcher => launcher.names);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe('applications are not launchers', () => {
  it.each(APPLICATIONS)('$script', ({ script, realPath = script }) => {
    expect(launcherReason(script, realPath, [])).toBeUndefined();
  });
});

describe('OTEL_RUN_SKIP names further programs', () => {
  it.each([
    { pattern: 'migrate', script: '/app/scripts/migrate.ts', isNamed: true },
    { pattern: 'migrate', script: '/app/scripts/migrate-all.ts', isNamed: false },
    { pattern: 'migrate*', script: '/app/scripts/migrate-all.ts', isNamed: true },
    { pattern: '*.worker', script: '/app/mail.worker.mjs', isNamed: true },
    { pattern: '*.worker', script: '/app/mail-worker.mjs', isNamed: false },
    { pattern: 'a+b', script: '/app/a+b.js', isNamed: true },
    { pattern: 'prisma', script: '/app/node_modules/.bin/prisma', isNamed: true },
    { pattern: 'scripts', script: '/app/scripts/migrate.ts', isNamed: false },
  ])('$pattern names $script: $isNamed', ({ pattern, script, isNamed }) => {
    const reason = launcherReason(script, '/somewhere/else.js', ['other', pattern]);
    expect(reason).toBe(isNamed ? `OTEL_RUN_SKIP names it (${pattern})` : undefined);
  });
});
