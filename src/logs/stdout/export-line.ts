import { context, type LoggerProvider, trace } from '@opentelemetry/api';
import { startRecord } from '../draft.ts';
import { type Emit, openLogScope } from '../emit.ts';
import { addField, addLoggedError, addStack } from '../record.ts';
import { namingOf } from '../reserved-fields.ts';
import { readLine } from './read-line.ts';

const NAMING = namingOf('stdout');

/** Most programs use few loggers. This limit is for those that generate names. */
const MOST_SCOPES = 1_000;

/** Makes log records from the JSON lines of a process, in the context in which they are written. */
export function createLineExporter(provider: LoggerProvider) {
  const scopes = new Map<string, Emit>();

  /**
   * @param stream the name of the scope if the line has no logger
   * @returns whether the line was a record
   */
  return function exportLine(text: string, stream: string): boolean {
    const record = readLine(text);
    if (!record) return false;
    const { span, error, stack, fields, scope = stream, ...head } = record;
    const draft = startRecord(NAMING);
    if (error) addLoggedError(draft, error.key, error.value);
    if (stack !== undefined) addStack(draft, stack);
    for (const key of Object.keys(fields)) addField(draft, key, fields[key]);
    const emit = emitTo(scope);
    const isActive = !span || trace.getSpanContext(context.active())?.spanId === span.spanId;
    if (isActive) emit(draft, head);
    else context.with(trace.setSpanContext(context.active(), span), () => emit(draft, head));
    return true;
  };

  function emitTo(scope: string): Emit {
    const known = scopes.get(scope) ?? openLogScope(provider, scope);
    if (scopes.size < MOST_SCOPES) scopes.set(scope, known);
    return known;
  }
}
