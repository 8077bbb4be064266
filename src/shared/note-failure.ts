import { diag } from '@opentelemetry/api';

/**
 * Tells of a failure that an application must not notice, where `OTEL_LOG_LEVEL` asks for it. Never throws,
 * even if the application has replaced what telling needs.
 */
export function noteFailure(what: string, failure: unknown): void {
  try {
    diag.debug(what, failure);
  } catch {
    // Nobody is left to tell.
  }
}
