import { type LoggerProvider, SeverityNumber } from '@opentelemetry/api';

/**
 * Records the error that ends the process as a log record: by its message, of FATAL severity, with the attributes of
 * the semantic conventions for exceptions. Never throws, whatever was thrown.
 */
export function recordUncaughtError(provider: LoggerProvider, error: unknown): void {
  const attributes = exceptionAttributes(error);
  provider.getLogger('otel-run').emit({
    severityNumber: SeverityNumber.FATAL,
    severityText: 'FATAL',
    body: attributes['exception.message'],
    attributes,
  });
}

function exceptionAttributes(error: unknown): Record<string, string> & { 'exception.message': string } {
  try {
    if (!(error instanceof Error))
      return { 'exception.type': typeof error, 'exception.message': String(error) };
    return {
      'exception.type': error.constructor.name || error.name,
      'exception.message': String(error.message),
      ...(error.stack === undefined ? {} : { 'exception.stacktrace': String(error.stack) }),
    };
  } catch {
    return { 'exception.type': typeof error, 'exception.message': 'an error that cannot be read' };
  }
}
