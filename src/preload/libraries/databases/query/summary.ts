import type { Token } from './tokens.ts';

/** An operation of a statement and its targets. */
export interface Step {
  readonly operation: string;
  readonly targets: readonly string[];
}

/** Words that are operations wherever they stand, unless the word before them says otherwise. */
const OPERATIONS = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'REPLACE']);

/**
 * Words that make the next operation's name part of something else: `FOR UPDATE`, `ON DELETE`, `DO UPDATE`.
 */
const NO_OPERATION_AFTER = new Set(['FOR', 'ON', 'DO', 'BEFORE', 'AFTER', 'OR', '.', 'KEY', 'NO']);

/** Words followed by a target, in statements that read and write rows. */
const BEFORE_TARGET = new Set(['FROM', 'JOIN', 'INTO', 'UPDATE', 'USING', 'TABLE', 'APPLY']);

/** Words between these and the target. */
const FILLERS = new Set(['ONLY', 'LATERAL', 'LOW_PRIORITY', 'IGNORE', 'IF', 'NOT', 'EXISTS', 'TABLE', 'TOP']);

/** Statements whose next words name their subject: `CREATE TABLE orders`. */
const DEFINITIONS = new Set([
  'CREATE',
  'ALTER',
  'DROP',
  'TRUNCATE',
  'CALL',
  'EXEC',
  'EXECUTE',
  'COPY',
  'USE',
  'LISTEN',
  'UNLISTEN',
  'NOTIFY',
]);

const KINDS =
  /^(?:TABLE|INDEX|VIEW|SCHEMA|DATABASE|FUNCTION|PROCEDURE|TRIGGER|TYPE|SEQUENCE|ROLE|USER|EXTENSION|MATERIALIZED|UNIQUE|TEMP|TEMPORARY|VIRTUAL|OR|REPLACE|CONCURRENTLY|GLOBAL|LOCAL|UNLOGGED|COLLECTION)$/;

/** Words in between that do not name the subject. */
const ADVERBS = /^(?:OR|REPLACE|TEMP|TEMPORARY|UNIQUE|CONCURRENTLY|GLOBAL|LOCAL|UNLOGGED|VIRTUAL)$/;

/**
 * Words that are never a target: after `FROM` in `EXTRACT(YEAR FROM …)`, or in statements that are not SQL.
 */
const NO_TARGET = /^(?:SELECT|SET|VALUES|WHERE|UNNEST|GENERATE_SERIES|DUAL|CURRENT_\w+|[@$:].*)$/;

/** Reads the operations of one statement with their targets, in order, without those defined by `WITH`. */
export function stepsOf(statement: readonly Token[]): readonly Step[] {
  return new Reader(statement).read();
}

class Reader {
  readonly #tokens: readonly Token[];
  readonly #steps: { operation: string; targets: string[] }[] = [];
  readonly #defined = new Set<string>();
  /** Whether each open parenthesis holds a query: `FROM` in `EXTRACT(YEAR FROM created)` names nothing. */
  readonly #holdsQuery = [true];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): readonly Step[] {
    const first = this.#upper(0);
    if (first && DEFINITIONS.has(first)) return [this.#definition(first)];
    for (let index = 0; index < this.#tokens.length; index++) this.#take(index);
    if (this.#steps.length === 0 && first && /^\p{L}/u.test(first))
      return [{ operation: first, targets: [] }];
    return this.#steps.map(({ operation, targets }) => ({
      operation,
      targets: targets.filter(target => !this.#defined.has(target)),
    }));
  }

  #take(index: number): void {
    const word = this.#upper(index);
    if (word === undefined) {
      this.#nest(this.#tokens[index]?.text);
      return;
    }
    const before = this.#tokens[index - 1]?.text.toUpperCase() ?? '';
    if (word === 'AS' && this.#startsQuery(index + 1)) this.#defined.add(unquoted(this.#tokens[index - 1]));
    const isFunction = word !== 'SELECT' && this.#tokens[index + 1]?.text === '(';
    if (OPERATIONS.has(word) && !NO_OPERATION_AFTER.has(before) && !isFunction) this.#begin(word);
    if (word === 'UPDATE' && NO_OPERATION_AFTER.has(before)) return;
    if (word === 'FROM' && !this.#holdsQuery.at(-1)) return;
    if (BEFORE_TARGET.has(word) && before !== 'DISTINCT') this.#targetsAfter(index, word);
  }

  #nest(text: string | undefined): void {
    if (text === '(') this.#holdsQuery.push(false);
    if (text === ')' && this.#holdsQuery.length > 1) this.#holdsQuery.pop();
  }

  #begin(operation: string): void {
    this.#steps.push({ operation, targets: [] });
    this.#holdsQuery[this.#holdsQuery.length - 1] = true;
  }

  /** `FROM a, b` names several targets. The name of a function is not a target. */
  #targetsAfter(index: number, word: string): void {
    let next = index + 1;
    for (;;) {
      const { name, end } = this.#nameAt(this.#afterFillers(next));
      if (name === undefined) return;
      if (this.#tokens[end]?.text === '(' && word !== 'INTO' && word !== 'TABLE') return;
      this.#steps.at(-1)?.targets.push(name);
      next = this.#afterAlias(end);
      if (word !== 'FROM' || this.#tokens[next]?.text !== ',') return;
      next++;
    }
  }

  #afterAlias(index: number): number {
    const next = this.#upper(index) === 'AS' ? index + 1 : index;
    return this.#tokens[next + 1]?.text === ',' && this.#tokens[next]?.kind !== 'punctuation'
      ? next + 1
      : next;
  }

  #afterFillers(index: number): number {
    let next = index;
    while (next < this.#tokens.length && FILLERS.has(this.#upper(next) ?? '')) next++;
    return next;
  }

  #definition(operation: string): Step {
    let index = 1;
    let kind = '';
    while (index < this.#tokens.length && KINDS.test(this.#upper(index) ?? '')) {
      if (!ADVERBS.test(this.#upper(index) ?? '')) kind += ` ${this.#upper(index)}`;
      index++;
    }
    const { name } = this.#nameAt(this.#afterFillers(index));
    return { operation: `${operation}${kind}`, targets: name === undefined ? [] : [name] };
  }

  /** A name, qualified or not: `public."Order"`. */
  #nameAt(index: number): { readonly name: string | undefined; readonly end: number } {
    const first = this.#tokens[index];
    if (!first || first.kind === 'punctuation' || first.kind === 'literal')
      return { name: undefined, end: index };
    if (first.kind === 'word' && NO_TARGET.test(first.text.toUpperCase()))
      return { name: undefined, end: index };
    let name = unquoted(first);
    let end = index + 1;
    while (this.#tokens[end]?.text === '.' && this.#tokens[end + 1]) {
      name += `.${unquoted(this.#tokens[end + 1])}`;
      end += 2;
    }
    return { name, end };
  }

  #startsQuery(index: number): boolean {
    const isHint = ['NOT', 'MATERIALIZED'].includes(this.#upper(index) ?? '');
    return isHint ? this.#startsQuery(index + 1) : this.#tokens[index]?.text === '(';
  }

  #upper(index: number): string | undefined {
    const token = this.#tokens[index];
    return token?.kind === 'word' ? token.text.toUpperCase() : undefined;
  }
}

function unquoted(token: Token | undefined): string {
  const { kind, text } = token ?? { kind: 'word', text: '' };
  return kind === 'name' ? text.slice(1, -1) : text;
}
