import { stripVTControlCharacters } from 'node:util';
import { withoutValues } from './query-error.ts';

/** The method that was called; then the place of the call in the source, or what the method was given. */
const CALL = /^\s*(Invalid `[^`]*` invocation)/;

/** The line of the source with the call, after which the message follows if it is not about an argument. */
const LINE_OF_CALL = /\n *→ [^\n]*\n/;

const OF_ARGUMENTS = 'PrismaClientValidationError';

/**
 * Errors that write only names between backticks: those of connections, of constraints, and of tables and columns
 * (https://www.prisma.io/docs/orm/reference/error-reference). Others write values there, or what the database said.
 */
const WITH_NAMES = /^(?:P1\d{3}|P20(?:02|03|11|12|13|14|17|18|21|22))$/;

/** Errors that write values without quotes. */
const WITH_VALUES = /^P20(?:01|05|06)$/;

/** The answer of the database to a query of the application. */
const ANSWER = /^(Raw query failed\. Code: `[^`]*`\. Message: `)([\s\S]*)`$/;

interface PrismaError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly errorCode?: unknown;
}

/** What an error of Prisma's client says, without the source and the arguments of the call, and without values. */
export function prismaMessage(message: string, { name, code, errorCode }: PrismaError): string {
  if (!String(name).startsWith('PrismaClient')) return message;
  const plain = stripVTControlCharacters(message);
  const [start = '', call] = CALL.exec(plain) ?? [];
  const told = name === OF_ARGUMENTS ? lastPart(plain) : afterCall(plain.slice(start.length));
  const kind = String(code ?? errorCode ?? name);
  const shown = WITH_VALUES.test(kind) ? '' : toldWithoutValues(told.trim(), kind);
  return [call, shown].filter(Boolean).join(': ');
}

/** An error about an argument shows the call as it was made, and then says what is wrong in a part of its own. */
function lastPart(message: string): string {
  return message.slice(Math.max(0, message.lastIndexOf('\n\n')));
}

function afterCall(rest: string): string {
  const line = LINE_OF_CALL.exec(rest);
  return line ? rest.slice(line.index + line[0].length) : rest.replace(/^:/, '');
}

function toldWithoutValues(told: string, kind: string): string {
  if (kind === OF_ARGUMENTS || WITH_NAMES.test(kind)) return told.split('`').map(withoutValues).join('`');
  const [, before, answer] = ANSWER.exec(told) ?? [];
  return answer === undefined ? withoutValues(told) : `${before}${withoutValues(answer)}\``;
}
