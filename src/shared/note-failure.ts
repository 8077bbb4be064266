import { diag } from '@opentelemetry/api';

/**
 * Reports a failure that an application must not notice, if `OTEL_LOG_LEVEL` asks for it. Never throws, even if
 * the application has replaced what a report needs.
 */
export function noteFailure(what: string, failure: unknown): void {
  try {
    diag.debug(what, failure);
  } catch {
    // Nobody is left to report to.
  }
}
