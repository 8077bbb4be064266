import type { JsonMap } from '../../view/model/json.ts';
import type { ViewLog } from '../../view/model/logs.ts';
import { AttributeGroups, AttributeList } from '../parts/attributes.tsx';
import { SeverityChip } from '../parts/chips.tsx';
import { Exception } from '../parts/exception.tsx';
import { formatDate, formatTime } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';
import { Service } from '../parts/service.tsx';

export interface LogDetailsProps {
  readonly log: ViewLog;
  readonly resource: JsonMap | undefined;
}

/** Everything known about a log record. */
export function LogDetails({ log, resource = {} }: LogDetailsProps) {
  const { severity, message, exception, attributes, service, timeMs, traceId, spanId } = log;
  const others = Object.entries(attributes).filter(([name]) => !(exception && name.startsWith('exception.')));
  return (
    <>
      <h2 class="wrap">{message || log.eventName || '(empty)'}</h2>
      <p class="facts">
        <SeverityChip severity={severity} />
        <Service name={service} />
        <span class="number" title={formatDate(timeMs)}>
          {formatTime(timeMs)}
        </span>
      </p>
      {traceId !== null && (
        <p>
          <a href={hrefOf('trace', spanId ? [traceId, spanId] : [traceId])}>Show in its trace</a>
        </p>
      )}
      {exception && (
        <div class="error-card">
          <Exception exception={exception} />
        </div>
      )}
      <AttributeGroups attributes={Object.fromEntries(others)} />
      <section class="group">
        <h3>Record</h3>
        <AttributeList entries={idsOf(log)} />
      </section>
      <details class="group">
        <summary>Resource</summary>
        <AttributeList entries={Object.entries(resource)} />
      </details>
    </>
  );
}

function idsOf({
  severityText,
  severityNumber,
  eventName,
  traceId,
  spanId,
  scope,
  pid,
  droppedCount,
  cut,
}: ViewLog) {
  const entries: [string, string][] = [
    ['severity', `${severityText || 'unset'} (${severityNumber})`],
    ['event', eventName],
    ['logger', [scope.name, scope.version].filter(Boolean).join(' ')],
    ['process', pid === null ? '' : String(pid)],
    ['trace id', traceId ?? ''],
    ['span id', spanId ?? ''],
    ['dropped by the sender', droppedCount > 0 ? String(droppedCount) : ''],
    ['shortened by the view', cut ? 'long values' : ''],
  ];
  return entries.filter(([, value]) => value !== '');
}
