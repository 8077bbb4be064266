import { memoize } from '../../../../shared/memoize.ts';
import { type Step, stepsOf } from './summary.ts';
import { ANSI, type Dialect, type Token, tokensOf } from './tokens.ts';

/** The publishable facts of a query, without its values. */
export interface ReadQuery {
  /** The query with `?` in place of every literal, without comments, on one line. */
  readonly text: string;
  /** Its operations and their targets, `SELECT orders users`: the name for all queries of this kind. */
  readonly summary: string;
  /** Set for a single operation. */
  readonly operation: string | undefined;
  /** Set for a single collection. */
  readonly collection: string | undefined;
}

/** How much of a query is read: the rest contains values, hardly ever another table. */
const MOST_CHARACTERS = 16_384;

/** The maximum length of a summary: https://opentelemetry.io/docs/specs/semconv/db/database-spans/ */
const MOST_OF_A_SUMMARY = 255;

/**
 * The maximum number of cached queries per dialect. Applications have fewer, unless they write values into
 * them.
 */
const MOST_REMEMBERED = 500;

const readers = new WeakMap<Dialect, (sql: string) => ReadQuery>();

/** Reads an SQL query. The names of attributes and spans follow the conventions, see `database-span.ts`. */
export function readQuery(sql: string, dialect: Dialect = ANSI): ReadQuery {
  const reader = readers.get(dialect) ?? memoize(text => read(text, dialect), MOST_REMEMBERED);
  readers.set(dialect, reader);
  return reader(sql.length > MOST_CHARACTERS ? sql.slice(0, MOST_CHARACTERS) : sql);
}

function read(sql: string, dialect: Dialect): ReadQuery {
  const tokens = [...tokensOf(sql, dialect)];
  const steps = statementsOf(tokens).map(stepsOf);
  const [first, ...others] = steps.flat();
  const targets = new Set(steps.flat().flatMap(({ targets }) => targets));
  return {
    text: textOf(tokens),
    summary: shortened(steps.map(summaryOf).filter(Boolean).join('; ')),
    operation: others.length === 0 ? first?.operation : undefined,
    collection: targets.size === 1 ? [...targets][0] : undefined,
  };
}

function textOf(tokens: readonly Token[]): string {
  const words = tokens.map(
    ({ kind, text, isSpaced }, index) =>
      (isSpaced && index > 0 ? ' ' : '') + (kind === 'literal' ? '?' : text),
  );
  return words.join('').replaceAll(/[\r\n\t]+/g, ' ');
}

function statementsOf(tokens: readonly Token[]): readonly Token[][] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === ';') statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter(statement => statement.length > 0);
}

function summaryOf(steps: readonly Step[]): string {
  return steps.map(({ operation, targets }) => [operation, ...new Set(targets)].join(' ')).join(' ');
}

/** Shortens at the end of a word. */
function shortened(summary: string): string {
  if (summary.length <= MOST_OF_A_SUMMARY) return summary;
  const cut = summary.lastIndexOf(' ', MOST_OF_A_SUMMARY);
  return summary.slice(0, cut > 0 ? cut : MOST_OF_A_SUMMARY);
}
