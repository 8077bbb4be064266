import { compileFunction } from 'node:vm';
import { isError } from '../../shared/is-error.ts';
import type { Draft } from '../draft.ts';
import { addArgumentError } from '../record.ts';
import type { Entry } from './entry.ts';
import { isErrorSerializer } from './error-serializer.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/** The current call of a logger's method. */
interface Call {
  logger: PinoLogger;
  values: readonly unknown[];
}

type Method = (...values: unknown[]) => void;

const NONE: readonly unknown[] = [];

const call: Call = { logger: undefined, values: NONE };

/**
 * Applications and plugins search a stack for their own line and skip the frames of pino's files. So this
 * frame looks like one of them.
 */
const FILE = 'node_modules/pino/lib/tools.js';

const watched = compileFunction(
  `return function LOG(...values) {
    if (values.length < 2) return log.apply(this, values);
    const { logger, values: outer } = call;
    call.logger = this;
    call.values = values;
    try {
      return log.apply(this, values);
    } finally {
      call.logger = logger;
      call.values = outer;
    }
  };`,
  ['log', 'call'],
  { filename: FILE },
) as (log: Method, call: Call) => Method;

/**
 * Keeps the arguments of a logger's methods. Pino itself ignores arguments for which the message has no
 * placeholder, even errors. A `mixin` or the `logMethod` hook could count the frames above it, so the methods
 * of a logger with either stay as they are.
 */
export function watchArguments(
  prototype: PinoLogger,
  { setLevelSym, mixinSym, hooksSym }: PinoSymbols,
): void {
  const setLevel = prototype[setLevelSym as symbol];
  prototype[setLevelSym as symbol] = function setLevelAndMethods(this: PinoLogger, level: unknown) {
    const result = setLevel.call(this, level);
    if (this[mixinSym as symbol] || this[hooksSym as symbol]?.logMethod) return result;
    for (const name in this.levels.values) {
      if (this.isLevelEnabled(name)) this[name] = watched(this[name], call);
    }
    return result;
  };
}

/** The arguments of the call for which a logger writes a record. They are returned once. */
export function takeArguments(logger: PinoLogger): readonly unknown[] {
  if (call.logger !== logger) return NONE;
  const { values } = call;
  call.logger = undefined;
  call.values = NONE;
  return values;
}

/**
 * Adds errors that were logged as the message or after it. An error of another realm is for pino an object with
 * fields, and what these do not show is added here.
 */
export function addErrors(
  draft: Draft,
  { logger, fields, message, values, shown }: Entry,
  symbols: PinoSymbols,
): void {
  const unlessHidden = (shownOf: Error | object) =>
    shown !== undefined || hidesErrors(logger, symbols) ? {} : shownOf;
  if (isError(fields)) addArgumentError(draft, fields, fields, unlessHidden(beyondFields(fields)));
  if (isError(message)) addArgumentError(draft, message, fields);
  for (let position = 1; position < values.length; position++) {
    const value = values[position];
    if (isError(value) && value !== message) addArgumentError(draft, value, fields, unlessHidden(value));
  }
}

/** What pino does not take for a field of an error. */
function beyondFields({ message, stack, cause }: Error): object {
  return { message, stack, ...(cause !== undefined && { cause }) };
}

/**
 * Whether a logger has functions that hide a part of its errors. Such functions see only errors that are
 * fields.
 */
function hidesErrors(
  logger: PinoLogger,
  { serializersSym, stringifiersSym, formattersSym, errorKeySym, wildcardFirstSym }: PinoSymbols,
): boolean {
  const errorKey = logger[errorKeySym as symbol];
  const stringifiers = logger[stringifiersSym as symbol];
  const serializers = logger[serializersSym as symbol];
  const serializer = serializers[errorKey] ?? serializers.err;
  if (stringifiers[errorKey] || stringifiers[wildcardFirstSym as symbol]) return true;
  return Boolean(logger[formattersSym as symbol].log) || !isErrorSerializer(serializer);
}
