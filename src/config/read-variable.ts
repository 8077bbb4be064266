import { DECLARED_DEFAULTS, OTEL_RUN_DEFAULTS } from './defaults.ts';
import { parseResourceAttributes } from './parse/resource-attributes.ts';
import * as values from './parse/values.ts';

const DEFAULTS: Readonly<Record<string, string>> = { ...DECLARED_DEFAULTS, ...OTEL_RUN_DEFAULTS };

/** The variable's trimmed value, undefined if it is unset or blank. */
export function readString(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** One of otel-run's own booleans, with the default that doctor shows. */
export function readSwitch(env: NodeJS.ProcessEnv, name: string): boolean {
  return values.readBoolean(env[name], DEFAULTS[name] === 'true');
}

/** A finite number of at least 0; anything else counts as unset. */
export function readNumber(env: NodeJS.ProcessEnv, name: string): number | undefined {
  return values.parseNumber(env[name], { min: 0 });
}

/** One of otel-run's own sizes; below 1 it counts as unset. */
export function readSize(env: NodeJS.ProcessEnv, name: string): number {
  return values.parseNumber(env[name], { min: 1 }) ?? Number(DEFAULTS[name]);
}

/** A comma-separated list, entries trimmed, empty ones left out; undefined if the variable is unset. */
export function readList(env: NodeJS.ProcessEnv, name: string): readonly string[] | undefined {
  return values.parseList(env[name]);
}

/** One of otel-run's own lists, or its default. */
export function readListOrDefault(env: NodeJS.ProcessEnv, name: string): readonly string[] {
  return readList(env, name) ?? values.parseList(DEFAULTS[name]) ?? [];
}

/**
 * `OTEL_RESOURCE_ATTRIBUTES`, percent-decoded. One unreadable entry discards all of them (resource SDK
 * specification, "Specifying resource information via an environment variable").
 */
export function readResourceAttributes(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const parsed = parseResourceAttributes(env.OTEL_RESOURCE_ATTRIBUTES);
  return parsed.ok ? parsed.attributes : {};
}
