import type { ViewLog } from '../../view/model/logs.ts';
import { SeverityChip } from '../parts/chips.tsx';
import { formatTime } from '../parts/format.ts';
import { hrefOf, route } from '../parts/route.ts';
import { colourOf } from '../parts/service.tsx';
import { logHref } from './log-filter.ts';

/** A record in a line, with links to its details and its trace. */
export function LogRow({ log, isCurrent }: { readonly log: ViewLog; readonly isCurrent: boolean }) {
  const { id, timeMs, severity, service, message, eventName, exception, traceId, attributes } = log;
  return (
    <div class={`log-row ${severity.toLowerCase()} ${isCurrent ? 'current' : ''}`}>
      <span class="at number quiet">{formatTime(timeMs)}</span>
      <SeverityChip severity={severity} />
      <span class={`service cut ${colourOf(service)}`}>
        <i /> <span class="cut quiet">{service}</span>
      </span>
      <a class="what cut" href={logHref(String(id), route.value.query)}>
        {message || eventName || '(empty)'}
        {exception && !message.includes(exception.message) && <span class="path"> {exception.message}</span>}
        <Fields attributes={attributes} />
      </a>
      {traceId === null ? (
        <span />
      ) : (
        <a class="jump" href={hrefOf('trace', [traceId, `log-${id}`])} aria-label="show in its trace">
          trace →
        </a>
      )}
    </div>
  );
}

const MOST_FIELDS = 5;

/** The first fields of a record, in the space next to its message. */
function Fields({ attributes }: Pick<ViewLog, 'attributes'>) {
  const own = Object.entries(attributes).filter(([name]) => !name.startsWith('exception.'));
  return (
    <span class="fields">
      {own.slice(0, MOST_FIELDS).map(([name, value]) => (
        <span key={name}>
          {'  '}
          {name} <b>{typeof value === 'string' ? value.slice(0, 80) : JSON.stringify(value).slice(0, 80)}</b>
        </span>
      ))}
    </span>
  );
}
