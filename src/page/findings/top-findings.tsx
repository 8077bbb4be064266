import { findings } from '../data/state.ts';
import { hrefOf } from '../parts/route.ts';

const MOST_ON_TOP = 3;

/** The most severe findings, one line each, above the list. */
export function TopFindings() {
  const grave = findings.value.filter(({ severity }) => severity !== 'info');
  if (grave.length === 0) return null;
  return (
    <div class="notes">
      {grave.slice(0, MOST_ON_TOP).map(({ id, severity, title, traceId, spanId }) => (
        <a
          key={id}
          class={`note-link ${severity}`}
          href={traceId ? hrefOf('trace', spanId ? [traceId, spanId] : [traceId]) : hrefOf('findings', [id])}
        >
          <span class="cut">{title}</span>
        </a>
      ))}
      {grave.length > MOST_ON_TOP && (
        <a class="note-link" href={hrefOf('findings')}>
          {grave.length - MOST_ON_TOP} more
        </a>
      )}
    </div>
  );
}
