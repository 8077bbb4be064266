import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Finding, finding } from '../config/finding.ts';
import type { ScriptManifest } from './application.ts';
import { shellWords } from './shell-words.ts';

const PACKAGE_MANAGERS = /^(?:npm|pnpm|yarn|bun)$/;
const RUN = /^(?:run|run-script|exec|dlx|x)$/;
const SCRIPT_DEPTH = 4;

/**
 * Turborepo gives its tasks no variable that its configuration does not name, unless it is told to be loose: the command
 * then starts, and nothing is instrumented.
 */
export function turboFindings(
  command: readonly string[],
  folder: string,
  manifest: ScriptManifest | undefined,
  env: NodeJS.ProcessEnv,
): readonly Finding[] {
  const args = turboArguments(command, manifest, 0);
  if (!args || isLoose(args, env)) return [];
  const file = ['turbo.json', 'turbo.jsonc'].find(name => read(join(folder, name)) !== undefined);
  const configuration = file === undefined ? '' : (read(join(folder, file)) ?? '');
  const passesOn = /"(?:OTEL_\*|\*)"|"envMode"\s*:\s*"loose"/.test(configuration);
  return passesOn ? [] : [finding('environment-stripped', file ?? 'turbo.json')];
}

/** What a command gives to turbo, through the scripts of package.json and what starts programs of packages. */
function turboArguments(
  [program = '', ...rest]: readonly string[],
  manifest: ScriptManifest | undefined,
  depth: number,
): readonly string[] | undefined {
  const name = basename(program);
  if (name === 'turbo') return rest;
  if (/^\w+=/.test(program) || name === 'npx' || name === 'bunx' || name === 'cross-env') {
    return turboArguments(rest, manifest, depth);
  }
  if (!PACKAGE_MANAGERS.test(name) || depth >= SCRIPT_DEPTH) return undefined;
  const words = rest.filter(word => !word.startsWith('-'));
  const [first = '', ...others] = RUN.test(words[0] ?? '') ? words.slice(1) : words;
  const script = manifest?.scripts?.[first];
  const next = typeof script === 'string' ? shellWords(script) : [first, ...others];
  return typeof script === 'string' || first === 'turbo'
    ? turboArguments(next, manifest, depth + 1)
    : undefined;
}

function isLoose(args: readonly string[], env: NodeJS.ProcessEnv): boolean {
  return env.TURBO_ENV_MODE === 'loose' || /--env-mode[= ]loose/.test(args.join(' '));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
