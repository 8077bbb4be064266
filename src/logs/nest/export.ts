import { SeverityNumber } from '@opentelemetry/api';
import { isError } from '../../shared/is-error.ts';
import type { Bridge } from '../bridge.ts';
import { type Draft, startRecord } from '../draft.ts';
import { type Emit, openLogScope } from '../emit.ts';
import { isFields } from '../message-and-fields.ts';
import { addArgumentError, addField, addStack } from '../record.ts';
import { namingOf } from '../reserved-fields.ts';
import { isStack } from '../stack-text.ts';

/** One call of Nest's logger, as the logger prints it. */
export interface Printed {
  readonly messages: readonly unknown[];
  readonly context: string | undefined;
  readonly level: string | undefined;
  /** The string after the message, which Nest takes for the stack of an error. */
  readonly stack: unknown;
  /** The fields, since version 12. Before, they are among the messages. */
  readonly params: object | undefined;
}

const NAMING = namingOf('@nestjs/common');

/** Nest's levels (https://docs.nestjs.com/techniques/logger). `verbose` is below `debug`. */
const SEVERITIES: Readonly<Record<string, SeverityNumber>> = {
  verbose: SeverityNumber.TRACE,
  debug: SeverityNumber.DEBUG,
  log: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  fatal: SeverityNumber.FATAL,
};

/** Makes log records from what Nest's logger prints. */
export function createNestExport(bridge: Bridge) {
  const scopes = new Map<string, Emit>();

  return function send({ messages, context, level = 'log', stack, params }: Printed): void {
    const name = context || 'nestjs';
    const emit = scopes.get(name) ?? openLogScope(bridge.provider(), name);
    scopes.set(name, emit);
    const severity = {
      severityNumber: SEVERITIES[level] ?? SeverityNumber.INFO,
      severityText: level,
      timestamp: undefined,
    };
    const [first, ...more] = texts(messages);
    const draft = startRecord(NAMING);
    const found = addBeside(draft, messages, first);
    addFields(draft, params);
    if (isStack(stack)) addStack(draft, stack);
    else if (stack !== undefined) addField(draft, 'stack', stack);
    emit(draft, { body: first ?? found, ...severity });
    // Nest writes a separate line for each.
    for (const body of more) emit(startRecord(NAMING), { body, ...severity });
  };
}

function texts(messages: readonly unknown[]): readonly unknown[] {
  return messages.filter(message => message !== undefined && !isFields(message) && !isError(message));
}

/**
 * Adds objects and errors.
 *
 * @returns the message among them if there is no other
 */
function addBeside(draft: Draft, messages: readonly unknown[], body: unknown): unknown {
  let found: unknown;
  for (const message of messages) {
    if (isError(message)) {
      addArgumentError(draft, message, {});
      found ??= message.message;
    } else if (isFields(message)) {
      const { message: own, ...rest } = message as Record<string, unknown>;
      const isBody = body === undefined && found === undefined && typeof own === 'string';
      if (isBody) found = own;
      addFields(draft, isBody ? rest : message);
    }
  }
  return found;
}

function addFields(draft: Draft, fields: object | undefined): void {
  for (const [key, value] of Object.entries(fields ?? {})) addField(draft, key, value);
}
