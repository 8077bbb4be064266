import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'rolldown/utils';

const SOURCE = join(import.meta.dirname, '../../src');

/** The most lines of a file, and of a function from its first line to its closing brace. */
export const MOST_LINES = { file: 200, function: 40 };

/** The text of each file of `src/`; paths from `src/` with slashes. */
export type Sources = ReadonlyMap<string, string>;

/** Reads all files of `src/`. */
export function readSources(): Sources {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(file =>
    /\.tsx?$/.test(file),
  );
  return new Map(files.map(file => [file.split(sep).join('/'), readFileSync(join(SOURCE, file), 'utf8')]));
}

/** Files that are too long, one line each. */
export function longFiles(sources: Sources): readonly string[] {
  return [...sources]
    .map(([file, text]) => ({ file, lines: linesOf(text.trimEnd()) }))
    .filter(({ lines }) => lines > MOST_LINES.file)
    .map(({ file, lines }) => `${file}: ${lines} lines`);
}

/** Functions that are too long, one line each. The functions in a function count as part of it. */
export function longFunctions(sources: Sources): readonly string[] {
  return [...sources].flatMap(([file, text]) =>
    functionsIn(file, text)
      .map(({ name, start, end }) => ({ name, lines: linesOf(text.slice(start, end)) }))
      .filter(({ lines }) => lines > MOST_LINES.function)
      .map(({ name, lines }) => `${file}: ${name}, ${lines} lines`),
  );
}

interface NamedFunction {
  readonly name: string;
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
}

function functionsIn(file: string, text: string): readonly NamedFunction[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const found: NamedFunction[] = [];
  /** The owner of a function, by where the function starts: a variable, a method, a property. */
  const owners = new Map<number, NamedFunction>();
  const own = (key: ESTree.Span, value: ESTree.Span | null, { start, end }: ESTree.Span) => {
    if (value) owners.set(value.start, { name: text.slice(key.start, key.end), start, end });
  };
  const add = ({ start, end, id }: ESTree.Function | ESTree.ArrowFunctionExpression) =>
    found.push(owners.get(start) ?? { name: id?.name ?? 'a function', start, end });
  new Visitor({
    VariableDeclarator: node => own(node.id, node.init, node),
    MethodDefinition: node => own(node.key, node.value, node),
    PropertyDefinition: node => own(node.key, node.value, node),
    Property: node => own(node.key, node.value, node),
    FunctionDeclaration: add,
    FunctionExpression: add,
    ArrowFunctionExpression: add,
  }).visit(program);
  return found;
}

function linesOf(text: string): number {
  return text.split('\n').length;
}
