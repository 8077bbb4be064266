import type { Configuration, Source } from '../config/configuration.ts';
import { isSecret, redact } from '../config/redact.ts';
import type { Variable } from '../config/variables/variable.ts';
import { findVariable, VARIABLES } from '../config/variables/variables.ts';

/**
 * One variable with its value, safe to print, and the source of the value.
 * `null`: not set and without a default.
 */
export interface ConfigRow {
  readonly name: string;
  readonly value: string | null;
  readonly source: Source;
  readonly secret: boolean;
}

/** Every effective setting; with `all` also the variables that are not set, with their defaults. */
export function configRows(configuration: Configuration, all: boolean): readonly ConfigRow[] {
  const set = [...configuration.settings.values()].map(({ name, value, source }) => ({
    name,
    value: redact(name, value),
    source,
    secret: findVariable(name)?.secret === true || isSecret(name, value),
  }));
  return all ? [...set, ...VARIABLES.filter(variable => isUnset(variable, configuration)).map(unset)] : set;
}

/** With a configuration file, the SDK's variables have no defaults: the file decides. */
function isUnset({ name, group, unsupported }: Variable, { settings, configFile }: Configuration): boolean {
  return !settings.has(name) && !unsupported && (!configFile || group === 'otel-run');
}

function unset({ name, default: value, secret }: Variable): ConfigRow {
  return { name, value: value ?? null, source: 'default', secret: secret === true };
}
