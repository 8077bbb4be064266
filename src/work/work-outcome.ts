import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { isError } from '../shared/is-error.ts';
import type { Completion } from './follow.ts';
import type { Runtime } from './runtime.ts';
import { watchDuration } from './watch-duration.ts';

const SCOPE = 'otel-run';

/** What of a unit of work its end changes. */
interface Ending {
  readonly name: string;
  joinable: boolean;
  /** Undefined where someone else ends it. */
  readonly span: Span | undefined;
}

/**
 * What happens when a unit of work ends: the span gets its outcome and ends, and with metrics on `work.duration`
 * (seconds, histogram) counts it by `work.name` and `work.outcome` (`success` or `failure`).
 */
export function completionOf(unit: Ending, runtime: Runtime): Completion {
  const start = performance.now();
  const stopWatching = watchDuration(unit.name);
  let over = false;

  function end(error?: { readonly thrown: unknown }): void {
    if (over) return;
    over = true;
    unit.joinable = false;
    stopWatching();
    if (unit.span && error) recordFailure(unit.span, error.thrown);
    unit.span?.end();
    runtime.meterProvider
      ?.getMeter(SCOPE, runtime.version)
      .createHistogram('work.duration', { unit: 's', description: 'Duration of units of work.' })
      .record((performance.now() - start) / 1000, {
        'work.name': unit.name,
        'work.outcome': error ? 'failure' : 'success',
      });
  }

  return { succeed: () => end(), fail: error => end({ thrown: error }) };
}

/** Anything can be thrown, also what has no text. */
function recordFailure(span: Span, thrown: unknown): void {
  const message = isError(thrown) ? thrown.message : textOf(thrown);
  span.setAttribute('error.type', isError(thrown) ? thrown.constructor?.name || thrown.name : '_OTHER');
  span.recordException(isError(thrown) ? thrown : message);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something without a text was thrown';
  }
}
