// Prepares a fresh clone: installs the packages of the lock file and builds, each only if necessary.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const newest = (...folders) => Math.max(0, ...folders.flatMap(files).map(file => statSync(file).mtimeMs));

if (newest('package-lock.json') > newest('node_modules/.package-lock.json'))
  perform('npm', ['ci', '--loglevel=error']);
if (newest('src', 'scripts', 'package.json') > newest('dist'))
  perform(process.execPath, ['scripts/build.mjs']);

function perform(command, args) {
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

function files(name) {
  const path = `${root}/${name}`;
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath ?? entry.path}/${entry.name}`);
}
