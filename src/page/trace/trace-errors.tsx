import type { ViewException } from '../../view/model/exceptions.ts';
import type { TraceAnswer } from '../../view/model/traces.ts';
import { StatusCode } from '../parts/chips.tsx';
import { Exception } from '../parts/exception.tsx';
import { hrefOf } from '../parts/route.ts';
import { logKey } from './rows.ts';
import { nameOf } from './span-name.tsx';

/** An error of a trace, and where it was first recorded. */
interface TraceError {
  readonly exception: ViewException;
  readonly where: string;
  readonly key: string;
}

const MOST_SHOWN = 5;

/** The errors of a trace, above everything else: the first exception in full, the others by their message. */
export function TraceErrors({ trace }: { readonly trace: TraceAnswer }) {
  const errors = errorsOf(trace);
  if (errors.length === 0) return <FailedSpans trace={trace} />;
  return (
    <section class="errors" aria-label="Errors">
      {errors.slice(0, MOST_SHOWN).map(({ exception, where, key }, index) => (
        <details key={key} class="error-card" open={index === 0}>
          <summary>
            <span class="cut">
              <b>{exception.type || 'Error'}:</b> {exception.message}
            </span>
            <a class="cut" href={hrefOf('trace', [trace.traceId, key])}>
              in {where}
            </a>
          </summary>
          <Exception exception={exception} />
        </details>
      ))}
      {errors.length > MOST_SHOWN && (
        <p class="quiet">and {errors.length - MOST_SHOWN} more errors in the waterfall</p>
      )}
    </section>
  );
}

/** Each exception once, with its source lines if known, deepest place first. */
function errorsOf({ spans, logs }: TraceAnswer): TraceError[] {
  const found: (TraceError & { readonly depth: number })[] = [];
  for (const span of spans)
    if (span.exception)
      found.push({ exception: span.exception, where: nameOf(span), key: span.spanId, depth: span.depth });
  for (const log of logs)
    if (log.exception)
      found.push({ exception: log.exception, where: 'log record', key: logKey(log), depth: -1 });
  found.sort((one, other) => other.depth - one.depth);
  const distinct = new Map<string, TraceError>();
  for (const error of found) {
    const { type, message, excerpt } = error.exception;
    const id = `${type}: ${message}`;
    const known = distinct.get(id);
    if (!known) distinct.set(id, error);
    else if (known.exception.excerpt.length === 0 && excerpt.length > 0)
      distinct.set(id, { ...known, exception: error.exception });
  }
  return [...distinct.values()];
}

/** Spans that failed without an exception, deepest first: for example a call answered with an error. */
function FailedSpans({ trace }: { readonly trace: TraceAnswer }) {
  const failed = trace.spans
    .filter(({ status }) => status.code === 'error')
    .sort((a, b) => b.depth - a.depth);
  if (failed.length === 0) return null;
  return (
    <section class="errors" aria-label="Errors">
      {failed.slice(0, MOST_SHOWN).map(span => (
        <p key={span.spanId} class="error-card line">
          <StatusCode code={span.statusCode} />
          <a class="wrap" href={hrefOf('trace', [trace.traceId, span.spanId])}>
            <b>{nameOf(span)}</b>
          </a>
          <span class="wrap">{span.status.message || 'failed without recording an exception'}</span>
        </p>
      ))}
    </section>
  );
}
