import type { JsonMap } from '../../view/model/json.ts';
import type { ViewSpan } from '../../view/model/spans.ts';
import { AttributeList } from '../parts/attributes.tsx';
import { formatMs } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';

/** The events of a span, except for the exception that is shown above. */
export function SpanEvents({ span, startMs }: { readonly span: ViewSpan; readonly startMs: number }) {
  const events = span.events.filter(({ name }) => !(name === 'exception' && span.exception));
  if (events.length === 0) return null;
  return (
    <section class="group">
      <h3>Events</h3>
      {events.map(({ name, timeMs, attributes }) => (
        <details key={`${name}${timeMs}`}>
          <summary class="wrap">
            {name} <span class="quiet number">at {formatMs(timeMs - startMs)}</span>
          </summary>
          <AttributeList entries={Object.entries(attributes)} />
        </details>
      ))}
    </section>
  );
}

/** Linked spans of other traces. */
export function SpanLinks({ span }: { readonly span: ViewSpan }) {
  if (span.links.length === 0) return null;
  return (
    <section class="group">
      <h3>Links</h3>
      <ul>
        {span.links.map(({ traceId, spanId }) => (
          <li key={`${traceId}${spanId}`}>
            <a class="mono wrap" href={hrefOf('trace', [traceId, spanId])}>
              {traceId} / {spanId}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Ids, scope and resource. */
export function SpanOrigin({ span, resource }: { readonly span: ViewSpan; readonly resource: JsonMap }) {
  const ids = [
    ['trace id', span.traceId],
    ['span id', span.spanId],
    ['scope', [span.scope.name, span.scope.version].filter(Boolean).join(' ')],
    ...(span.traceState ? [['tracestate', span.traceState]] : []),
    ...(span.droppedCount > 0 ? [['dropped by the sender', String(span.droppedCount)]] : []),
    ...(span.cut ? [['shortened by the view', 'long values']] : []),
  ] as [string, string][];
  return (
    <>
      <section class="group">
        <h3>Span</h3>
        <AttributeList entries={ids} />
      </section>
      <details class="group">
        <summary>Resource</summary>
        <AttributeList entries={Object.entries(resource)} />
      </details>
    </>
  );
}
