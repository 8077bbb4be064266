import { format } from 'node:util';
import { diag, type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import { isError } from '../shared/is-error.ts';
import { openScope } from './emit.ts';
import { addArgumentError, addField, startRecord } from './record.ts';
import { namingOf } from './reserved-fields.ts';

/** The console's methods that write a record, and its level. */
const LEVELS = {
  debug: SeverityNumber.DEBUG,
  log: SeverityNumber.INFO,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  trace: SeverityNumber.TRACE,
} as const;

const NAMES = namingOf('console');

/** Placeholders of `util.format`; `%%` takes no argument. */
const PLACEHOLDER = /%[sdifjoOc%]/g;

type Write = (...values: unknown[]) => void;

/** Exports calls of `console` too, where `OTEL_RUN_CONSOLE_LOGS` asks for it. What they print stays theirs. */
export function exportConsole(target: Console, provider: LoggerProvider): void {
  const emitRecord = openScope(provider, 'console');
  let isWriting = false;
  const methods = target as unknown as Record<string, Write>;
  for (const [level, severityNumber] of Object.entries(LEVELS)) {
    const write = methods[level];
    if (!write) continue;
    const { [level]: exported } = {
      [level](this: unknown, ...values: unknown[]): void {
        // `console.trace` writes by `console.error`.
        const isOutermost = !isWriting;
        isWriting = true;
        try {
          if (isOutermost) emitQuietly(values, level, severityNumber);
          write.apply(this, values);
        } finally {
          if (isOutermost) isWriting = false;
        }
      },
    };
    methods[level] = exported as Write;
  }

  function emitQuietly(values: readonly unknown[], level: string, severityNumber: SeverityNumber): void {
    try {
      emit(values, level, severityNumber);
    } catch (error) {
      diag.debug('a console record was not exported', error);
    }
  }

  function emit(values: readonly unknown[], severityText: string, severityNumber: SeverityNumber): void {
    const draft = startRecord(NAMES);
    const { message, beside } = split(values);
    for (const fields of beside) {
      for (const key of Object.keys(fields)) addField(draft, key, Reflect.get(fields, key));
    }
    const errors = values.filter(isError);
    for (const error of errors) addArgumentError(draft, error, {});
    const body = message ?? errors[0]?.message ?? format(...values);
    emitRecord(draft, { body, severityNumber, severityText, timestamp: undefined });
  }
}

/** The rendered message, and the fields passed beside it; no message where nothing but objects was passed. */
function split(values: readonly unknown[]): { message: string | undefined; beside: readonly object[] } {
  const [first] = values;
  const placeholders = typeof first === 'string' ? (first.match(PLACEHOLDER) ?? []) : [];
  const inMessage = 1 + placeholders.filter(placeholder => placeholder !== '%%').length;
  const rendered = typeof first === 'string' ? values.slice(0, inMessage) : [];
  const rest = values.slice(rendered.length).filter(value => !isError(value));
  const words = [...rendered, ...rest.filter(value => !isFields(value))];
  return { message: words.length > 0 ? format(...words) : undefined, beside: rest.filter(isFields) };
}

/** Objects say what they are by their fields; a list, a date or a map says it by its rendering. */
function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
