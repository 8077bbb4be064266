import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Finding, finding } from '../config/finding.ts';
import type { ScriptManifest } from './application.ts';
import { shellWords } from './shell-words.ts';

const PACKAGE_MANAGERS = /^(?:npm|pnpm|yarn|bun)$/;
const RUN = /^(?:run|run-script|exec|dlx|x)$/;
const SCRIPT_DEPTH = 4;

/**
 * Turborepo passes to its tasks only the variables that its configuration names, except in loose mode. The
 * command then starts without being instrumented.
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

/** The arguments that a command passes to turbo, through scripts of package.json and package runners. */
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
