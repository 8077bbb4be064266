/** The parts that an extension may have, each with the methods that are called on it. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  instrumentations: ['setTracerProvider', 'getConfig', 'enable'],
  spanProcessors: ['onStart', 'onEnd'],
  logRecordProcessors: ['onEmit'],
  views: [],
};
const SAMPLER = 'sampler';
const PARTS = [...Object.keys(LISTS), SAMPLER];

/** The usable part of a module as an extension, and the problems with the rest. */
export interface ExtensionShape {
  readonly extension: Readonly<Record<string, unknown>>;
  readonly problem: string | undefined;
}

/**
 * Takes the usable parts of a module's default export or, without one, of the exports themselves. An invalid
 * part does not affect the others.
 */
export function readExtension(exports: unknown): ExtensionShape {
  const given = isObject(exports) ? (exports.default ?? exports) : exports;
  if (!isObject(given)) return { extension: {}, problem: 'its default export is not an object' };
  const names = PARTS.filter(name => given[name] !== undefined);
  if (names.length === 0) return { extension: {}, problem: `it exports none of ${PARTS.join(', ')}` };
  const problems = names.flatMap(name => partProblem(name, given[name]) ?? []);
  const usable = names.filter(name => partProblem(name, given[name]) === undefined);
  return {
    extension: Object.fromEntries(usable.map(name => [name, given[name]])),
    problem: problems.length === 0 ? undefined : problems.join(', '),
  };
}

function partProblem(name: string, value: unknown): string | undefined {
  if (name === SAMPLER) return has(value, ['shouldSample']) ? undefined : 'its sampler has no shouldSample';
  if (!Array.isArray(value)) return `its ${name} is not an array`;
  const methods = LISTS[name] ?? [];
  return value.every(entry => has(entry, methods))
    ? undefined
    : `one of its ${name} lacks ${methods.join(', ')}`;
}

function has(value: unknown, methods: readonly string[]): boolean {
  return isObject(value) && methods.every(method => typeof value[method] === 'function');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
