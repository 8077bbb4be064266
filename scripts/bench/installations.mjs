// A folder for each peer with the same applications: bare, with the packed otel-run, with the packages of others.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AGENTS, ALL_PEERS } from './peers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const { devDependencies: pinned } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const exact = name => `${name}@${pinned[name]}`;

/** Packages that the measured applications use with every peer. */
const LIBRARIES = ['express', 'fastify', 'pino', 'pg', 'ioredis'].map(exact);

/**
 * Installs what each peer's documentation requires, measures that, and adds the applications.
 *
 * @param rounds how often each installation is timed, with a warm cache of the package manager
 * @returns the folder of each peer, and the cost of an installation: bytes,
 * packages, milliseconds of each round
 */
export function install(env, rounds) {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'otel-run-bench-')));
  const requested = {
    bare: [],
    'otel-run': [pack(base)],
    official: [exact('@opentelemetry/auto-instrumentations-node'), '@opentelemetry/api@1.10.0'],
    ...Object.fromEntries(Object.entries(AGENTS).map(([peer, name]) => [peer, [name]])),
  };
  const folders = Object.fromEntries(ALL_PEERS.map(peer => [peer, join(base, peer)]));
  const cost = {};
  for (const peer of ALL_PEERS.slice(1)) installInto(folders[peer], requested[peer], env);
  for (let round = 0; round < rounds; round++) {
    for (const peer of ALL_PEERS.slice(1)) {
      const begin = performance.now();
      installInto(folders[peer], requested[peer], env);
      cost[peer] ??= { milliseconds: [], ...measure(folders[peer]) };
      cost[peer].milliseconds.push(performance.now() - begin);
    }
  }
  for (const peer of ALL_PEERS) addApplications(folders[peer], requested[peer], env);
  return { folders, cost, remove: () => rmSync(base, { recursive: true, force: true }) };
}

function pack(folder) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  return join(folder, filename);
}

function installInto(folder, packages, env) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, scripts: { start: 'node express.cjs' } }),
  );
  npmInstall(folder, packages, env);
}

function addApplications(folder, packages, env) {
  if (packages.length === 0) installInto(folder, LIBRARIES, env);
  else npmInstall(folder, LIBRARIES, env);
  // An application that creates spans itself has the API, even when bare.
  if (packages.length === 0) npmInstall(folder, ['@opentelemetry/api@1.10.0'], env);
  cpSync(fileURLToPath(new URL('apps', import.meta.url)), folder, { recursive: true });
}

function npmInstall(folder, packages, env) {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  execFileSync('npm', ['install', ...flags, ...packages], {
    cwd: folder,
    // The machine's registry and certificate settings apply here; the application's
    // own environment does not need them.
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The bytes of an installation's files, and the number of packages in its lock file. */
function measure(folder) {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const modules = join(folder, 'node_modules');
  const bytes = readdirSync(modules, { recursive: true })
    .map(name => lstatSync(join(modules, name)))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0);
  return { bytes, packages: Object.keys(packages).filter(name => name !== '').length };
}

/** The installed versions of some packages. */
export function versionsIn(folder, names) {
  return names.map(name => {
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
}
