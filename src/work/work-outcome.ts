import type { Span } from '@opentelemetry/api';
import { quietly } from '../shared/quietly.ts';
import type { Completion } from './follow.ts';
import { recordFailure } from './record-failure.ts';
import type { Runtime } from './runtime.ts';
import { watchDuration } from './watch-duration.ts';

const SCOPE = 'otel-run';

/** The parts of a unit of work that its end affects. */
interface Ending {
  readonly name: string;
  joinable: boolean;
  /** Undefined if other code ends it. */
  readonly span: Span | undefined;
}

/**
 * Ends a unit of work: the span gets its outcome and ends, and with metrics on, `work.duration` (seconds,
 * histogram) counts it by `work.name` and `work.outcome` (`success` or `failure`).
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
    const { span } = unit;
    if (span && error) quietly(() => recordFailure(span, error.thrown));
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
