import { type Context, context, type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import { type Draft, startRecord } from '../../logs/draft.ts';
import { openLogScope } from '../../logs/emit.ts';
import { createNaming } from '../../logs/naming.ts';
import { toPlain } from '../../logs/plain-value.ts';
import { addArgumentError } from '../../logs/record.ts';
import { isError } from '../../shared/is-error.ts';

const NAMES = createNaming(['', '__proto__']);

/**
 * Records the error that ends the process as a FATAL log record, as an application would log it: redacted,
 * and with the fields of its context. Never throws, whatever was thrown.
 *
 * @param active the context in which it was thrown
 */
export function recordUncaughtError(provider: LoggerProvider, error: unknown, active: Context): void {
  const draft = startRecord(NAMES);
  const body = describe(draft, error);
  const head = { severityNumber: SeverityNumber.FATAL, severityText: 'FATAL', timestamp: undefined, body };
  context.with(active, openLogScope(provider, 'otel-run'), undefined, draft, head);
}

/** @returns the message */
function describe(draft: Draft, error: unknown): string {
  try {
    if (isError(error)) {
      addArgumentError(draft, error, {});
      return String(error.message);
    }
    return describeThrown(draft, typeof error, String(error));
  } catch {
    return describeThrown(draft, typeof error, 'an error that cannot be read');
  }
}

function describeThrown(draft: Draft, type: string, message: string): string {
  draft.attributes['exception.type'] = type;
  draft.attributes['exception.message'] = toPlain(message, draft) as string;
  draft.set += 2;
  return message;
}
