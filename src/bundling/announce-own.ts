import type { Program } from 'acorn';
import { announceCommonJs, isCommonJs } from './announce-common-js.ts';
import { type Announcement, isThere, listenerIn, written } from './announcement.ts';
import { type CallableExport, callableExports } from './callable-exports.ts';
import { parseModule } from './es-module.ts';

/** Parses an ES module in its language; undefined if it is not one. */
export type Parse = (source: string) => Program | undefined | Promise<Program | undefined>;

/** Yields sources to parse, one after the other. */
type Reading<Result> = Generator<string, Result, Program | undefined>;

/**
 * A module of the application with an announcement of its exported functions, so that they can be named as
 * work (`OTEL_RUN_WORK_SPANS`). They are replaced in place, because a circular import may read them before
 * the module has run. Everything is added after the last line, and changes before it stay in their lines.
 *
 * @param source in the language that `parse` reads
 * @returns undefined if there is nothing to announce
 */
export async function announceOwn(
  source: string,
  announcement: Announcement,
  parse: Parse = parseModule,
): Promise<string | undefined> {
  const reading = announced(source, announcement);
  let step = reading.next();
  while (!step.done) step = reading.next(await parse(step.value));
  return step.value;
}

/** The same for JavaScript, synchronously. */
export function announceOwnAtOnce(source: string, announcement: Announcement): string | undefined {
  const reading = announced(source, announcement);
  let step = reading.next();
  while (!step.done) step = reading.next(parseModule(step.value));
  return step.value;
}

function* announced(source: string, announcement: Announcement): Reading<string | undefined> {
  if (isThere(source, announcement)) return undefined;
  const program = yield source;
  if (!program) return announcedCommonJs(source, announcement);
  const exports = callableExports(program, source);
  if (exports.length === 0) return undefined;
  const constants = exports.filter(({ replaceable }) => replaceable === 'constant');
  const text = yield* withVariables(source, constants);
  const changed = text === source ? program : yield text;
  return changed && announcing(text, callableExports(changed, text), announcement);
}

/** Constants become variables. A constant that is not found in the expected place stays unchanged. */
function* withVariables(source: string, constants: readonly CallableExport[]): Reading<string> {
  const text = constants.reduce(asVariable, source);
  if (text === source || (yield* areVariables(text, constants))) return text;
  let kept = source;
  for (const one of constants) {
    const tried = asVariable(kept, one);
    if (tried !== kept && (yield* areVariables(tried, [one]))) kept = tried;
  }
  return kept;
}

function asVariable(source: string, { local }: CallableExport): string {
  const declaration = new RegExp(`^([ \\t]*(?:export )?)const(?= ${local.replaceAll('$', '\\$')}\\b)`, 'gm');
  return source.match(declaration)?.length === 1 ? source.replace(declaration, '$1let  ') : source;
}

function* areVariables(text: string, constants: readonly CallableExport[]): Reading<boolean> {
  const program = yield text;
  const exports = program ? callableExports(program, text) : [];
  const isVariable = ({ exported }: CallableExport) =>
    exports.some(one => one.exported === exported && one.replaceable === 'variable');
  return constants.every(isVariable);
}

function announcedCommonJs(source: string, announcement: Announcement): string | undefined {
  const text = isCommonJs(source) ? source : withoutExportEquals(source);
  return EXPORTS.test(text) ? announceCommonJs(text, announcement) : undefined;
}

const EXPORTS = /(?:^|[^\w$.])(?:module\.exports|exports\.[\w$]+)\s*=/;

/** TypeScript's `export =` in its place: esbuild would set it behind the announcement. */
function withoutExportEquals(source: string): string {
  const found = source.match(/^[ \t]*export[ \t]*=(?!=)/gm) ?? [];
  const [one = ''] = found;
  return found.length === 1 ? source.replace(one, one.replace('export', 'module.exports')) : source;
}

function announcing(source: string, exports: readonly CallableExport[], announcement: Announcement): string {
  const accessors = exports.map(({ exported, local, replaceable }) => {
    const key = JSON.stringify(exported);
    const getter = `get ${key}(){return ${local}}`;
    return replaceable === 'variable' ? `${getter},set ${key}(value){${local}=value}` : getter;
  });
  return `${source}\n;${listenerIn(source)}?.(${written(announcement)},0,{${accessors.join(',')}});\n`;
}
