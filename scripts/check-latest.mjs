// Tries the newest version of each library that is instrumented: copies this repository to
// test/.installed/latest, installs them there, and runs the tests of libraries. Prints new
// versions first, and fails for versions that the tables do not support yet: `npm run
// check:latest`, or `-- --versions` for only that.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import satisfies from 'semver/functions/satisfies.js';
import { libraries } from './library-list.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const copy = join(root, 'test/.installed/latest');

/** Tests that run applications with libraries. */
const TESTS =
  /^test\/(?:logs\/.*|e2e\/(?:ai|databases|graphql|h3|http2|logs|metrics-pg|more-frameworks|processes-frameworks|routes|shared-clients|stdout|thread-pools|trpc|work|ws).*)\.test\.ts$/;

const VERSIONS = 'test/fixtures/apps/work/versions.json';

/** @param {string} path */
const read = path => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** @param {readonly string[]} names */
async function newest(names) {
  const asked = names.map(async name => {
    const { stdout } = await promisify(execFile)('npm', ['view', name, 'dist-tags.latest']);
    return /** @type {const} */ ([name, stdout.trim()]);
  });
  return new Map(await Promise.all(asked));
}

/** Libraries that tests install, each with the installed and the newest version. */
async function moved() {
  const { devDependencies } = read('package.json');
  const installed = { ...devDependencies, ...read(VERSIONS).newest };
  const ranges = Object.assign({}, ...(await libraries()).map(({ targets }) => targets));
  const names = Object.keys(ranges).filter(name => /^\d/.test(installed[name] ?? ''));
  const latest = new Map();
  // Each is a process.
  while (latest.size < names.length) {
    for (const [name, now] of await newest(names.slice(latest.size, latest.size + 6))) latest.set(name, now);
  }
  return names.map(name => {
    const now = latest.get(name);
    // Since version 4 it consists of packages that have their own rows.
    const isSupported =
      name === 'redis' || ranges[name].some((/** @type {string} */ range) => satisfies(now, range));
    return { name, tested: installed[name], newest: now, isSupported };
  });
}

/**
 * The rows, with the tested version as the newest where npm finds no set of dependencies for a newer one: what it needs
 * may not be published yet.
 *
 * @param {readonly { name: string, tested: string, newest: string }[]} rows
 */
function installable(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-latest-'));
  const isInstallable = (/** @type {string} */ wanted) =>
    spawnSync('npm', ['install', '--dry-run', '--force', '--prefix', folder, wanted]).status === 0;
  const found = rows.map(row => {
    if (row.newest === row.tested || isInstallable(`${row.name}@${row.newest}`)) return row;
    process.stderr.write(`${row.name} ${row.newest} cannot be installed, so ${row.tested} is tested\n`);
    return { ...row, newest: row.tested };
  });
  rmSync(folder, { recursive: true });
  return found;
}

/** @param {readonly { name: string, tested: string, newest: string }[]} rows */
function install(rows) {
  rmSync(copy, { recursive: true, force: true });
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
  for (const file of files) if (existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
  const project = read('package.json');
  const versions = read(VERSIONS);
  for (const { name, tested, newest } of rows) {
    // An earlier major that is tested too, for earlier versions of Node.js, stays.
    if (project.devDependencies[name] === tested) project.devDependencies[name] = newest;
    if (name in versions.newest) versions.newest[name] = newest;
  }
  writeFileSync(join(copy, 'package.json'), JSON.stringify(project, null, 2));
  writeFileSync(join(copy, VERSIONS), JSON.stringify(versions, null, 2));
  rmSync(join(copy, 'package-lock.json'), { force: true });
  run('npm', ['install', '--no-audit', '--no-fund', '--force']);
  run('bash', ['scripts/install-work.sh']);
  run('node', ['scripts/fetch-node.mjs', '24']);
  return files;
}

/**
 * @param {string} program
 * @param {readonly string[]} parameters
 */
function run(program, parameters) {
  const env = { ...process.env, OTEL_RUN_HEAVY: '1' };
  const { status } = spawnSync(program, parameters, { cwd: copy, stdio: 'inherit', env });
  return status ?? 1;
}

const rows = await moved();
console.table(rows);
const unsupported = rows.filter(({ isSupported }) => !isSupported);
for (const { name, newest } of unsupported)
  process.stderr.write(`${name} ${newest} is beyond the versions of its row in src/libraries/\n`);
process.exitCode = unsupported.length > 0 ? 1 : 0;
if (!process.argv.includes('--versions')) {
  const files = install(installable(rows));
  const failed = run('npx', ['vitest', 'run', ...files.filter(file => TESTS.test(file))]);
  process.exitCode = failed || process.exitCode;
}
