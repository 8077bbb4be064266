import type { JsonMap } from '../../view/model/json.ts';
import type { ViewLog } from '../../view/model/logs.ts';
import type { ViewSpan } from '../../view/model/spans.ts';
import type { TraceAnswer } from '../../view/model/traces.ts';
import { LogDetails } from '../logs/log-details.tsx';
import { AttributeGroups } from '../parts/attributes.tsx';
import { StatusCode } from '../parts/chips.tsx';
import { copyLink } from '../parts/copy.tsx';
import { DetailsBar } from '../parts/details-bar.tsx';
import { Exception } from '../parts/exception.tsx';
import { formatMs } from '../parts/format.ts';
import { go, hrefOf } from '../parts/route.ts';
import { Service } from '../parts/service.tsx';
import { logKey } from './rows.ts';
import { SpanName } from './span-name.tsx';
import { SpanEvents, SpanLinks, SpanOrigin } from './span-parts.tsx';
import { timelineOf } from './timeline.ts';

/** Everything known about the chosen span or record. */
export function Details({ trace, chosen }: { readonly trace: TraceAnswer; readonly chosen: string }) {
  const span = trace.spans.find(({ spanId }) => spanId === chosen);
  const log = trace.logs.find(record => logKey(record) === chosen);
  if (!span && !log) return null;
  const href = hrefOf('trace', [trace.traceId, chosen]);
  const close = () => go(hrefOf('trace', [trace.traceId]), { replace: true });
  return (
    <aside class="details" aria-label={span ? 'Span' : 'Log record'}>
      <DetailsBar
        item={span ?? log}
        name={span ? 'Span' : 'Record'}
        onCopyLink={() => copyLink(href)}
        onClose={close}
      />
      {span && <SpanDetails trace={trace} span={span} />}
      {log && <LogDetails log={log} resource={trace.resources[log.resource]} />}
    </aside>
  );
}

function SpanDetails({ trace, span }: { readonly trace: TraceAnswer; readonly span: ViewSpan }) {
  const { startMs } = timelineOf(trace);
  const inside = trace.spans.filter(({ parentSpanId }) => parentSpanId === span.spanId);
  const records = trace.logs.filter(({ spanId }) => spanId === span.spanId);
  return (
    <>
      <h2 class="wrap">
        <SpanName span={span} /> <StatusCode code={span.statusCode} />
      </h2>
      <p class="facts">
        <Service name={span.service} />
        <span>{span.kind}</span>
        <span class="number">
          <b>{formatMs(span.durationMs)}</b> from {formatMs(span.startTimeMs - startMs)}
        </span>
        {inside.length > 0 && <span class="number">{formatMs(ownTime(span, inside))} its own</span>}
      </p>
      <Failure span={span} />
      <AttributeGroups attributes={withoutException(span.attributes, span)} />
      <Records traceId={trace.traceId} records={records} />
      <SpanEvents span={span} startMs={startMs} />
      <SpanLinks span={span} />
      <SpanOrigin span={span} resource={trace.resources[span.resource] ?? {}} />
    </>
  );
}

/** The exception of a span, or else the message of its status. */
function Failure({ span: { exception, status } }: { readonly span: ViewSpan }) {
  if (!exception) return status.message ? <p class="error-card wrap">{status.message}</p> : null;
  return (
    <div class="error-card">
      <Exception exception={exception} />
    </div>
  );
}

/** Links to the first records of a span. */
function Records({ traceId, records }: { readonly traceId: string; readonly records: readonly ViewLog[] }) {
  if (records.length === 0) return null;
  return (
    <section class="group">
      <h3>Log records</h3>
      <ul>
        {records.slice(0, 20).map(log => (
          <li key={log.id}>
            <a class="wrap" href={hrefOf('trace', [traceId, logKey(log)])}>
              {log.message || log.eventName || log.severity}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The time that a span spent outside of its children. */
function ownTime({ startTimeMs, durationMs }: ViewSpan, inside: readonly ViewSpan[]): number {
  let covered = 0;
  let until = startTimeMs;
  for (const child of [...inside].sort((one, other) => one.startTimeMs - other.startTimeMs)) {
    const end = Math.min(child.startTimeMs + child.durationMs, startTimeMs + durationMs);
    if (end > until) covered += end - Math.max(child.startTimeMs, until);
    until = Math.max(until, end);
  }
  return Math.max(0, durationMs - covered);
}

/** The exception is shown above, in full. */
function withoutException(attributes: JsonMap, { exception }: ViewSpan): JsonMap {
  if (!exception) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !name.startsWith('exception.')));
}
