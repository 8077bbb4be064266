import { format } from 'node:util';
import { type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import { noteFailure } from '../shared/note-failure.ts';
import { isBeingWritten, isOutputRead } from './being-written.ts';
import { startRecord } from './draft.ts';
import { openLogScope } from './emit.ts';
import { addCall } from './message-and-fields.ts';
import { namingOf } from './reserved-fields.ts';

/** The console's methods that write a record, with their severities. */
const LEVELS = {
  debug: SeverityNumber.DEBUG,
  log: SeverityNumber.INFO,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  trace: SeverityNumber.TRACE,
} as const;

const NAMES = namingOf('console');

type Write = (...values: unknown[]) => void;

/**
 * Exports calls of `console`, too, if `OTEL_RUN_CONSOLE_LOGS` asks for it. What they print does not change.
 */
export function exportConsole(target: Console, provider: LoggerProvider): void {
  const emitRecord = openLogScope(provider, 'console');
  let isWriting = false;
  const methods = target as unknown as Record<string, Write>;
  for (const [level, severityNumber] of Object.entries(LEVELS)) {
    const write = methods[level];
    if (!write) continue;
    const { [level]: exported } = {
      [level](this: unknown, ...values: unknown[]): void {
        // `console.trace` calls `console.error`.
        const isOutermost = !isWriting;
        isWriting = true;
        try {
          if (isOutermost && !isBeingWritten()) emitQuietly(values, level, severityNumber);
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
      noteFailure('a console record was not exported', error);
    }
  }

  function emit(values: readonly unknown[], severityText: string, severityNumber: SeverityNumber): void {
    // The reader of the output exports this line, with its fields.
    if (isOutputRead() && values.length === 1 && isJsonLine(values[0])) return;
    const draft = startRecord(NAMES);
    const body = addCall(draft, values) ?? format(...values);
    emitRecord(draft, { body, severityNumber, severityText, timestamp: undefined });
  }
}

function isJsonLine(value: unknown): boolean {
  try {
    if (typeof value !== 'string' || !/^\s*\{[^\n]+\}\s*$/.test(value)) return false;
    return Object.keys(JSON.parse(value)).length > 0;
  } catch {
    return false;
  }
}
