import type { IncomingHttpHeaders } from 'node:http';
import type { Failure } from './failure.ts';
import { oneLine } from './one-line.ts';
import { readRetryAfter } from './retry-after.ts';

/** The head of a collector's HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
}

/** Answers that ask for a retry (OTLP specification, "Retryable Response Codes"). */
const RETRYABLE = new Set([429, 502, 503, 504]);

/** Whether the collector accepted the request. */
export function isAccepted({ status }: HttpAnswer): boolean {
  return status >= 200 && status < 300;
}

/**
 * Reads an answer that is not a success. A redirect is not followed: its target would get the telemetry and
 * the headers that authorize it.
 */
export function readHttpFailure({ status, statusText, headers }: HttpAnswer, now: number): Failure {
  const retry = RETRYABLE.has(status) ? 'later' : 'never';
  const pause = retry === 'later' ? readRetryAfter(headers['retry-after'], headers.date, now) : undefined;
  const wish = pause === undefined ? '' : `, asked to wait ${Math.ceil(pause / 1000)} s`;
  const redirect = headers.location === undefined ? '' : `, not followed${origin(headers.location)}`;
  return { reason: oneLine(`${status} ${statusText}${wish}${redirect}`), retry, pause, status };
}

function origin(location: string): string {
  return URL.canParse(location) ? ` to ${new URL(location).origin}` : '';
}
