/** The publishable facts of a query's error. */
export interface QueryError {
  /** `error.type`: the database's own code, otherwise the class of the error. */
  readonly type: string;
  /** The code in the database's answer. */
  readonly statusCode: string | undefined;
  /** Its message without values. */
  readonly message: string;
  readonly name: string;
  /** Its frames without the message. */
  readonly stack: string | undefined;
}

/** `db.system.name`, or an object mapper → properties of errors that may have the conventions' code, in order. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  mysql: ['errno', 'code'],
  mariadb: ['errno', 'code'],
  'microsoft.sql_server': ['number', 'code'],
  sqlite: ['errcode', 'code'],
  // A client that cannot connect has the other one.
  prisma: ['code', 'errorCode'],
};

/** Codes of connections, drivers and Node.js, which do not come from a database. */
const NOT_ANSWERED = /^(?:E[A-Z]{3,}|ERR_.*|CONNECT.*|PROTOCOL_.*|NOT_TAGGED_CALL|UNDEFINED_VALUE|P\d{4})$/;

/** The code of Redis, with which its answer begins. Its clients have no other error that begins so. */
const REPLY = /^[A-Z]{2,}(?= )/;

/** Words in messages that precede a name, not a value: `relation "users"`, `for key 'users.email'`. */
const BEFORE_NAME =
  'relation|table|column|constraint|index|schema|database|sequence|function|procedure|type|operator|role|user|view|key|field|object|near|collection|keyspace|extension|trigger';

/** Excludes apostrophes: a quotation does not begin after a letter or end before one. */
const QUOTED = new RegExp(
  `(?<named>\\b(?:${BEFORE_NAME})\\s+)?(?:"(?:[^"]|"(?=\\w|"))*"|(?<![\\w])'(?:[^']|'(?=\\w|'))*'|\`[^\`]*\`)`,
  'gi',
);

/** Places of values without quotes: `Key (email)=(a@b.c)`, `dup key: { n: 5 }`, `value is (5)`. */
const UNQUOTED = /(?<before>=\s*|\bvalue is\s+|\bdup key:\s*)(?:\([^)]*\)|\{[^}]*\})/g;

/**
 * Reads the facts of a driver's error, whatever the error is. Databases repeat values in their messages;
 * these are removed.
 *
 * @param system `db.system.name`
 * @param shown the message without values
 */
export function readQueryError(error: unknown, system: string, shown = withoutValues): QueryError {
  const { name, message, sqlMessage = message, stack } = (error ?? {}) as Readonly<Record<string, unknown>>;
  const className = classOf(error, name);
  // Drivers of MySQL add the query to the message.
  const told = typeof sqlMessage === 'string' ? sqlMessage : '';
  const reply = system === 'redis' ? REPLY.exec(told)?.[0] : undefined;
  const code = reply ?? codeOf(error, CODES[system] ?? ['code']);
  return {
    type: code ?? className,
    statusCode: code === undefined || (reply === undefined && NOT_ANSWERED.test(code)) ? undefined : code,
    message: shown(told),
    name: className,
    stack: typeof stack === 'string' ? framesOf(stack, className) : undefined,
  };
}

/** If an error does not name its class, the constructor's name is used. */
function classOf(error: unknown, name: unknown): string {
  const { constructor: ofClass } = (error ?? {}) as { readonly constructor?: { readonly name?: unknown } };
  const names = [name === 'Error' ? ofClass?.name : name, name];
  return (
    names.find((one): one is string => typeof one === 'string' && one !== '' && one !== 'Object') ??
    typeof error
  );
}

function codeOf(error: unknown, codes: readonly string[]): string | undefined {
  const values = codes.map(name => (error as Readonly<Record<string, unknown>> | undefined)?.[name]);
  // Node.js's own error numbers are negative.
  const code = values.find(
    value => (typeof value === 'number' && value >= 0) || (typeof value === 'string' && value),
  );
  return code === undefined ? undefined : String(code);
}

/** A database's message on one line, with `?` for possible values. */
export function withoutValues(message: string): string {
  return message
    .replaceAll(UNQUOTED, '$<before>?')
    .replaceAll(QUOTED, (whole: string, ...rest: unknown[]) => {
      const { named } = rest.at(-1) as { named?: string };
      return named === undefined ? '?' : whole;
    })
    .replaceAll(/[\r\n]+\s*/g, ' ');
}

function framesOf(stack: string, name: string): string | undefined {
  const at = stack.search(/^[ \t]+at /m);
  return at < 0 ? undefined : `${name}\n${stack.slice(at)}`;
}
