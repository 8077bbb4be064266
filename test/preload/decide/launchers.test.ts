import { describe, expect, it } from 'vitest';
import { LAUNCHERS, launcherReason } from '../../../src/preload/decide/launchers.ts';

/** `process.argv[1]` and the file behind it, as installations have them. */
const STARTED_BY: [script: string, realPath?: string][] = [
  ['/usr/local/bin/npm', '/usr/local/lib/node_modules/npm/bin/npm-cli.js'],
  ['/usr/local/bin/npx', '/usr/local/lib/node_modules/npm/bin/npx-cli.js'],
  ['C:\\Program Files\\nodejs\\node_modules\\npm\\bin\\npm-cli.js'],
  ['/usr/local/bin/pnpm', '/usr/local/lib/node_modules/pnpm/bin/pnpm.cjs'],
  ['/root/.cache/node/corepack/v1/pnpm/10.1.0/bin/pnpm.cjs'],
  ['/app/.yarn/releases/yarn-4.9.2.cjs'],
  ['/usr/local/bin/yarn', '/opt/yarn-v1.22.22/bin/yarn.js'],
  ['/usr/local/bin/corepack', '/usr/local/lib/node_modules/corepack/dist/corepack.js'],
  ['/app/node_modules/.bin/otel-run', '/app/node_modules/otel-run/bin/otel-run.js'],
  ['/app/node_modules/otel-run/bin/otel-run.js'],
  ['/app/node_modules/.bin/nodemon', '/app/node_modules/nodemon/bin/nodemon.js'],
  ['/app/node_modules/.bin/ts-node-dev', '/app/node_modules/ts-node-dev/lib/bin.js'],
  ['/app/node_modules/.bin/tsx', '/app/node_modules/tsx/dist/cli.mjs'],
  ['/app/node_modules/tsx/dist/cli.mjs'],
  ['/usr/local/bin/pm2-runtime', '/usr/local/lib/node_modules/pm2/bin/pm2-runtime'],
  ['/usr/local/lib/node_modules/pm2/lib/Daemon.js'],
  ['/app/node_modules/.bin/tsc', '/app/node_modules/typescript/bin/tsc'],
  ['/app/node_modules/typescript/lib/tsserver.js'],
  ['/app/node_modules/.bin/concurrently', '/app/node_modules/concurrently/dist/bin/concurrently.js'],
  ['/app/node_modules/.bin/cross-env', '/app/node_modules/cross-env/dist/bin/cross-env.js'],
  ['/app/node_modules/.bin/nest', '/app/node_modules/@nestjs/cli/bin/nest.js'],
  ['/app/node_modules/.bin/turbo', '/app/node_modules/turbo/bin/turbo'],
];

/** Applications, some of them close to a launcher by name. */
const APPLICATIONS: [script: string, realPath?: string][] = [
  ['/app/server.js'],
  ['/app/dist/index.mjs'],
  ['/app/src/npm-mirror.ts'],
  ['/app/node_modules/npm-registry/server.js'],
  ['/app/pm2/lib/server.js'],
  ['/app/node_modules/pm2/lib/ProcessContainerFork.js'],
  ['/app/dist/cli.mjs'],
  ['/app/node_modules/.bin/next', '/app/node_modules/next/dist/bin/next'],
  ['/app/yarn-counter.js'],
  ['/app/nest.mjs'],
  ['/app/dist/turbo.js'],
  ['/app/current', '/app/releases/concurrent.js'],
];

describe('launchers are told by their file or the bin name that they were started by', () => {
  it.each(STARTED_BY)('%s', (script, realPath = script) => {
    expect(launcherReason(script, realPath, [])).toEqual(expect.any(String));
  });

  it('with one reason for each name', () => {
    const names = LAUNCHERS.flatMap(launcher => launcher.names);
    expect(names).toEqual([...new Set(names)]);
  });
});

describe('applications are no launchers', () => {
  it.each(APPLICATIONS)('%s', (script, realPath = script) => {
    expect(launcherReason(script, realPath, [])).toBeUndefined();
  });
});

describe('OTEL_RUN_SKIP names further programs', () => {
  it.each([
    ['migrate', '/app/scripts/migrate.ts', true],
    ['migrate', '/app/scripts/migrate-all.ts', false],
    ['migrate*', '/app/scripts/migrate-all.ts', true],
    ['*.worker', '/app/mail.worker.mjs', true],
    ['*.worker', '/app/mail-worker.mjs', false],
    ['a+b', '/app/a+b.js', true],
    ['prisma', '/app/node_modules/.bin/prisma', true],
    ['scripts', '/app/scripts/migrate.ts', false],
  ])('%s and %s: %s', (pattern, script, isNamed) => {
    const reason = launcherReason(script, '/somewhere/else.js', ['other', pattern]);
    expect(reason).toBe(isNamed ? `OTEL_RUN_SKIP names it (${pattern})` : undefined);
  });
});
