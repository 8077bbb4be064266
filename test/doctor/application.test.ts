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
  it.each<[string, string | undefined]>([
    ['node dist/server.js', 'dist/server.js'],
    ['node dist/server', 'dist/server.js'],
    ['node ./lib', 'lib/index.js'],
    ['/usr/local/bin/node --enable-source-maps dist/server.js --port 3000', 'dist/server.js'],
    ['node --require ./a.js --import=./b.js -C development worker.mjs', 'worker.mjs'],
    ['tsx watch src/main.ts', 'src/main.ts'],
    ['tini -- node dist/server.js', 'dist/server.js'],
    ['cross-env NODE_ENV=production node dist/server.js', 'dist/server.js'],
    ['npm start', 'dist/server.js'],
    ['npm run start:prod', 'dist/server.js'],
    ['yarn worker', 'worker.mjs'],
    ['pnpm run prepared', 'dist/server.js'],
    ['npm run loop', undefined],
    ['npm run tool', undefined],
    ['node', undefined],
    ['node --version', undefined],
    ['node missing.js', undefined],
    ['node node_modules/tool/cli.js', undefined],
    ['python app.py', undefined],
  ])('%s is %s', (command, expected) => {
    expect(entryOf(command.split(' '))).toBe(expected);
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
  ['a.mjs', {}, true],
  ['a.mts', {}, true],
  ['a.cjs', { type: 'module' }, false],
  ['a.js', { type: 'module' }, true],
  ['a.js', {}, false],
  ['a.ts', { type: 'commonjs' }, false],
])('%s with %j is an ES module: %j', (file, manifest, expected) => {
  const folder = writeTree({ 'package.json': manifest, [`src/${file}`]: '' });
  expect(isEsModuleFile(join(folder, 'src', file))).toBe(expected);
});

describe('an entry file that is not there', () => {
  it.each<[string, string | undefined]>([
    ['node dist/servr.js', 'dist/servr.js'],
    ['tsx watch src/mian.ts', 'src/mian.ts'],
    ['node dist/server.js', undefined],
    ['node dist/server', undefined],
    ['node -e "require(\'./x.js\')"', undefined],
    ['npm --prefix other start', undefined],
    ['some-tool nothing.js', undefined],
  ])('of %s is %s', (command, missing) => {
    const folder = writeTree(FILES);
    const words = command.split(' ');
    expect(findApplication(words, folder, { scripts: { start: 'node nothing.js' } }).missing).toBe(missing);
  });
});
