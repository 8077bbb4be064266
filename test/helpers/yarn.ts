import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cleanEnvironment, run } from './processes.ts';

/** Yarn's command line; Node.js runs it. */
export const YARN = createRequire(import.meta.url).resolve('@yarnpkg/cli-dist/bin/yarn.js');

const root = new URL('../..', import.meta.url).pathname;

/** The package as it is published, for a `file:` dependency. */
export function packedPackage(): string {
  const folder = join(root, 'test', '.installed');
  const tarball = readdirSync(folder).find(file => /^otel-run-.*\.tgz$/.test(file));
  if (!tarball) throw new Error(`the package is not packed in ${folder}`);
  return `file:${join(folder, tarball)}`;
}

/** How this machine reaches a registry. */
const NETWORK = /^(?:NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|(?:https?|no)_proxy)$/i;

/** What Yarn needs in order to run in a test: packages come from where npm's come from, and stay for the next run. */
export function yarnEnvironment(): Record<string, string> {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  return {
    ...cleanEnvironment(),
    YARN_GLOBAL_FOLDER: join(root, 'node_modules', '.cache', 'yarn'),
    YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
    YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_ENABLE_HARDENED_MODE: 'false',
    YARN_ENABLE_TELEMETRY: 'false',
  };
}

/**
 * Writes a project and lets Yarn install it.
 *
 * @param files anything but a string is written as JSON
 * @returns its folder, for the caller to remove
 */
export async function installByYarn(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'otel-run-yarn-')));
  // Without a lock file of its own it would belong to a project of a folder above.
  for (const [path, content] of Object.entries({ 'yarn.lock': '', ...files })) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  const { code, stdout } = await run([process.execPath, YARN, 'install'], {
    cwd: folder,
    env: { ...networkVariables(), ...yarnEnvironment() },
    timeout: 120_000,
  });
  if (code === 0) return folder;
  rmSync(folder, { recursive: true });
  throw new Error(`yarn install failed:\n${stdout}`);
}

function networkVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => NETWORK.test(name)));
}
