import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findApplication, isEsModuleFile } from '../../src/doctor/application.ts';
import { writeTree } from './write-tree.ts';

const FILES = {
  'dist/server.js': '',
  'src/main.ts': '',
  'lib/index.js': '',
  'worker.mjs': '',
  'node_modules/tool/cli.js': '',
};
const SCRIPTS = {
  start: 'node dist/server.js',
  'start:prod': 'NODE_ENV=production node --enable-source-maps -r ./tracing dist/server.js',
  worker: 'otel-run --service worker -- node worker.mjs',
  prepared: 'npm run build && node dist/server.js',
  loop: 'npm run loop',
  tool: 'some-tool --port 3000',
};

/** The entry file relative to the folder. */
function entryOf(command: readonly string[]): string | undefined {
  const folder = writeTree(FILES);
  const { entry } = findApplication(command, folder, { scripts: SCRIPTS });
  return entry?.slice(folder.length + 1);
}

describe('the application behind a command', () => {
  it.each<{ command: string; entry: string | undefined }>([
    { command: 'node dist/server.js', entry: 'dist/server.js' },
    { command: 'node dist/server', entry: 'dist/server.js' },
    { command: 'node ./lib', entry: 'lib/index.js' },
    {
      command: '/usr/local/bin/node --enable-source-maps dist/server.js --port 3000',
      entry: 'dist/server.js',
    },
    { command: 'node --require ./a.js --import=./b.js -C development worker.mjs', entry: 'worker.mjs' },
    { command: 'tsx watch src/main.ts', entry: 'src/main.ts' },
    { command: 'tini -- node dist/server.js', entry: 'dist/server.js' },
    { command: 'cross-env NODE_ENV=production node dist/server.js', entry: 'dist/server.js' },
    { command: 'npm start', entry: 'dist/server.js' },
    { command: 'npm run start:prod', entry: 'dist/server.js' },
    { command: 'yarn worker', entry: 'worker.mjs' },
    { command: 'pnpm run prepared', entry: 'dist/server.js' },
    { command: 'npm run loop', entry: undefined },
    { command: 'npm run tool', entry: undefined },
    { command: 'node', entry: undefined },
    { command: 'node --version', entry: undefined },
    { command: 'node missing.js', entry: undefined },
    { command: 'node node_modules/tool/cli.js', entry: undefined },
    { command: 'python app.py', entry: undefined },
  ])('is $entry for $command', ({ command, entry }) => {
    expect(entryOf(command.split(' '))).toBe(entry);
  });

  it('is that of the start script where no command is given', () => {
    expect(entryOf([])).toBe('dist/server.js');
  });

  it('has its packages where its entry file is', () => {
    const folder = writeTree({ 'apps/api/server.js': '' });
    expect(findApplication(['node', 'apps/api/server.js'], folder, undefined).folder).toBe(
      join(folder, 'apps/api'),
    );
    expect(findApplication(['npm', 'start'], folder, undefined).folder).toBe(folder);
  });

  it('has the preloads of its command line', () => {
    const command = ['node', '-r', 'dd-trace/init', '--import=newrelic/esm.mjs', 'a.js'];
    expect(findApplication(command, '/', undefined).preloads).toEqual(['dd-trace/init', 'newrelic/esm.mjs']);
  });
});

it.each([
  { file: 'a.mjs', manifest: {}, isModule: true },
  { file: 'a.mts', manifest: {}, isModule: true },
  { file: 'a.cjs', manifest: { type: 'module' }, isModule: false },
  { file: 'a.js', manifest: { type: 'module' }, isModule: true },
  { file: 'a.js', manifest: {}, isModule: false },
  { file: 'a.ts', manifest: { type: 'commonjs' }, isModule: false },
])('tells whether $file with $manifest is an ES module: $isModule', ({ file, manifest, isModule }) => {
  const folder = writeTree({ 'package.json': manifest, [`src/${file}`]: '' });
  expect(isEsModuleFile(join(folder, 'src', file))).toBe(isModule);
});

describe('an entry file that is not there', () => {
  it.each<{ command: string; missing: string | undefined }>([
    { command: 'node dist/servr.js', missing: 'dist/servr.js' },
    { command: 'tsx watch src/mian.ts', missing: 'src/mian.ts' },
    { command: 'node dist/server.js', missing: undefined },
    { command: 'node dist/server', missing: undefined },
    { command: 'node -e "require(\'./x.js\')"', missing: undefined },
    { command: 'npm --prefix other start', missing: undefined },
    { command: 'some-tool nothing.js', missing: undefined },
  ])('is $missing for $command', ({ command, missing }) => {
    const folder = writeTree(FILES);
    const words = command.split(' ');
    expect(findApplication(words, folder, { scripts: { start: 'node nothing.js' } }).missing).toBe(missing);
  });
});
