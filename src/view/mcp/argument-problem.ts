import type { Arguments, Tool } from './tools.ts';

/** The part of JSON schema that describes an argument of a tool. */
interface Described {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
}

/**
 * What is wrong with the arguments of a tool, so that an agent can correct its call; undefined if nothing is
 * wrong. A number may be written as a string and the other way round, as models do.
 */
export function argumentProblem(
  { name, properties, required = [] }: Tool,
  given: Arguments,
): string | undefined {
  const missing = required.filter(each => given[each] == null);
  if (missing.length > 0) return `${name} needs ${missing.join(' and ')}`;
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(properties, key)) return `${name} has no ${key}; ${accepted(Object.keys(properties))}`;
    const problem = value == null ? undefined : valueProblem(value, properties[key] as Described);
    if (problem) return `${key} is ${JSON.stringify(value)}; ${problem}`;
  }
  return undefined;
}

function accepted(names: readonly string[]): string {
  return names.length === 0 ? 'it takes no arguments' : `it takes ${names.join(', ')}`;
}

function valueProblem(value: unknown, { type, enum: values, minimum }: Described): string | undefined {
  const text = String(value).toLowerCase();
  if (typeof value === 'object') return `write a ${type}`;
  if (type === 'boolean' && text !== 'true' && text !== 'false') return 'write true or false';
  if (values && !values.includes(text)) return `write ${values.join(', ')}`;
  if (type !== 'number' && type !== 'integer') return undefined;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  const isRight = type === 'integer' ? Number.isSafeInteger(number) : Number.isFinite(number);
  if (isRight && number >= (minimum ?? Number.NEGATIVE_INFINITY)) return undefined;
  const kind = type === 'integer' ? 'whole number' : 'number';
  return `write a ${kind}${minimum === undefined ? '' : ` of at least ${minimum}`}`;
}
