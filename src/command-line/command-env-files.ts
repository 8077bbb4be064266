import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { EnvFile, PackageManifest } from '../config/configuration.ts';
import { nodeEnvFiles } from '../config/node-env-files.ts';
import { splitCommand } from './split-command.ts';

/** Programs that pass their arguments on to Node.js. */
const NODES = /^(?:node|nodejs|tsx)(?:\.exe)?$/;

const PACKAGE_MANAGERS = /^(?:npm|pnpm|yarn|bun)(?:\.cmd)?$/;

/** Scripts of package.json that have their own command. */
const NAMED_SCRIPTS: readonly string[] = ['start', 'test', 'stop', 'restart'];

/** A script may run another script, but not itself. */
const DEPTH = 5;

/**
 * The dotenv files that the command's Node.js will read, as far as its command line or a script of
 * package.json shows. In Node.js the environment overrides them, and otel-run writes into that environment,
 * so it must know their content. Node.js itself reports a file that cannot be read.
 */
export function commandEnvFiles(
  command: readonly string[],
  manifest: PackageManifest | undefined,
  folder: string,
): readonly EnvFile[] {
  return namedFiles(command, manifest, DEPTH).flatMap(path => {
    try {
      const variables = parseEnv(readFileSync(resolve(folder, path), 'utf8'));
      return { path, variables: variables as Record<string, string> };
    } catch {
      return [];
    }
  });
}

function namedFiles(
  [file = '', ...args]: readonly string[],
  manifest: PackageManifest | undefined,
  depth: number,
): readonly string[] {
  const script = scriptName(basename(file), args);
  if (script === undefined) return NODES.test(basename(file)) ? nodeEnvFiles(args) : [];
  const line = manifest?.scripts?.[script];
  if (typeof line !== 'string' || depth === 0) return [];
  const split = splitCommand(line);
  return split.ok ? namedFiles(split.words, manifest, depth - 1) : [];
}

/** The script of package.json that a command runs. */
function scriptName(program: string, args: readonly string[]): string | undefined {
  if (NODES.test(program)) {
    const run = args.indexOf('--run');
    return run < 0 ? args.find(arg => arg.startsWith('--run='))?.slice('--run='.length) : args[run + 1];
  }
  if (!PACKAGE_MANAGERS.test(program)) return undefined;
  const [first, second] = args.filter(arg => !arg.startsWith('-'));
  if (first === 'run' || first === 'run-script') return second;
  return program.startsWith('npm') && !NAMED_SCRIPTS.includes(first ?? '') ? undefined : first;
}
