// Prepares a fresh clone: installs the packages of the lock file and builds, each only if necessary. With --release,
// which npm calls before it packs, a build that `npm run build:debug` made is replaced too.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const newest = (...folders) => Math.max(0, ...folders.flatMap(files).map(file => statSync(file).mtimeMs));
const isOutdated = () => newest('src', 'scripts', 'package.json') > newest('dist');
const isDebugBuild = () => files('dist').some(file => file.endsWith('.map'));

if (newest('package-lock.json') > newest('node_modules/.package-lock.json'))
  perform('npm', ['ci', '--loglevel=error']);
if (isOutdated() || (process.argv.includes('--release') && isDebugBuild()))
  perform(process.execPath, ['scripts/build.mjs']);

function perform(command, args) {
  // What npm prints to stdout while it packs may be read by a program.
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', process.stderr, 'inherit'] });
  if (status !== 0) process.exit(1);
}

function files(name) {
  const path = `${root}/${name}`;
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath ?? entry.path}/${entry.name}`);
}
