/** What may be told of a query's error. */
export interface QueryError {
  /** `error.type`: the database's own code, else the class of the error. */
  readonly type: string;
  /** What the database answered with. */
  readonly statusCode: string | undefined;
  /** Its message, without the values in it. */
  readonly message: string;
  readonly name: string;
  /** Its frames, without the message. */
  readonly stack: string | undefined;
}

/** Properties that databases' errors have for the code of the answer, in order. */
const CODES = ['sqlState', 'code', 'errno', 'errcode', 'number'] as const;

/** Codes of connections and of Node.js, which no database answered with. */
const NOT_ANSWERED = /^(?:E[A-Z]+|ERR_.*|CONNECT.*|CONNECTION.*|PROTOCOL_.*|NOT_TAGGED_CALL|UND_.*)$/;

/** Words of messages before the name of something, which is no value: `relation "users"`, `for key 'users.email'`. */
const BEFORE_NAME =
  '(?:relation|table|column|constraint|index|schema|database|sequence|function|procedure|type|operator|role|user|view|key|field|object|near|collection|keyspace|database|extension|trigger|for key|near)';

const QUOTED = new RegExp(
  `(?<named>\\b${BEFORE_NAME}\\s+)?(?<quoted>"(?:[^"]|"")*"|'(?:[^']|'')*'|\`[^\`]*\`)`,
  'gi',
);

/** Where databases put values without quotes: `Key (email)=(a@b.c)`, `dup key: { n: 5 }`, `value is (5)`. */
const UNQUOTED = /(?<before>=\s*|\bvalue is\s+|\bdup key:\s*)(?:\([^)]*\)|\{[^}]*\})/g;

/** Reads what a driver's error tells, whatever it is. Databases repeat values in their messages: those are left out. */
export function readQueryError(error: unknown, codes: readonly string[] = CODES): QueryError {
  const { name, message, stack } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const className = typeof name === 'string' && name !== '' ? name : typeof error;
  const code = codeOf(error, codes);
  return {
    type: code ?? className,
    statusCode: code === undefined || NOT_ANSWERED.test(code) ? undefined : code,
    message: withoutValues(typeof message === 'string' ? message : ''),
    name: className,
    stack: typeof stack === 'string' ? framesOf(stack, `${className}: `) : undefined,
  };
}

function codeOf(error: unknown, codes: readonly string[]): string | undefined {
  for (const name of codes) {
    const code = (error as Readonly<Record<string, unknown>> | undefined)?.[name];
    if (typeof code === 'number' || (typeof code === 'string' && code !== '')) return String(code);
  }
  return undefined;
}

/** A message of a database's, on one line, with `?` for what may be a value. */
export function withoutValues(message: string): string {
  return message
    .replaceAll(UNQUOTED, '$<before>?')
    .replaceAll(QUOTED, (whole: string, ...rest: unknown[]) => {
      const { named } = rest.at(-1) as { named?: string };
      return named === undefined ? '?' : whole;
    })
    .replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

function framesOf(stack: string, head: string): string | undefined {
  const at = stack.search(/^\s+at /m);
  return at < 0 ? undefined : `${head.trimEnd()}\n${stack.slice(at)}`;
}
