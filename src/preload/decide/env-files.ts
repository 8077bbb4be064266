import { parseEnv } from 'node:util';
import { DECLARED_DEFAULTS } from '../../config/defaults.ts';
import { parseList } from '../../config/parse/values.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { readFileSync } from '../foundation/intrinsics.ts';

const DEFAULTED = 'OTEL_RUN_DEFAULTED';

/**
 * Variables that Node.js read from dotenv files (`node --env-file`) but did not set, because the environment
 * already had otel-run's defaults and takes precedence.
 *
 * @param files their paths, the last one wins
 */
export function strongerThanDefaults(
  env: NodeJS.ProcessEnv,
  files: readonly string[],
  say: Say,
): Record<string, string> {
  const defaulted = parseList(env[DEFAULTED]) ?? [];
  const read: Record<string, string | undefined> = Object.assign({}, ...files.map(variablesOf));
  const options = read.NODE_OPTIONS?.trim();
  if (options && !env.NODE_OPTIONS?.includes(options)) {
    say(
      'warn',
      `NODE_OPTIONS in ${files.join(', ')} has no effect, because otel-run sets the variable: give the file to otel-run as well (otel-run -e ${files.at(-1)})`,
    );
  }
  // Another value means that something between otel-run and this process set it.
  const isDefault = (name: string) => env[name] === Reflect.get(DECLARED_DEFAULTS, name);
  const names = defaulted.filter(name => read[name]?.trim() && isDefault(name));
  if (names.length === 0) return {};
  return {
    ...Object.fromEntries(names.map(name => [name, read[name] ?? ''])),
    [DEFAULTED]: defaulted.filter(name => !names.includes(name)).join(','),
  };
}

function variablesOf(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    // Node.js has already reported it, or the file was optional.
    return {};
  }
}
