import type { TraceSummary } from '../../view/model/traces.ts';
import { source } from '../data/page-source.ts';
import { StatusCode } from '../parts/chips.tsx';
import { count, cssPercent, formatMs, formatTime } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';
import { colourOf } from '../parts/service.tsx';
import { chosenTraces, toggleChosen } from './chosen.ts';
import { FINDING_WORDS } from './finding-words.ts';

export interface TraceRowProps {
  readonly trace: TraceSummary;
  readonly isCurrent: boolean;
  /** The longest duration of the list, shown as a full bar. */
  readonly longestMs: number;
}

/** A trace in a line. The whole line is a link to it. */
export function TraceRow({ trace, isCurrent, longestMs }: TraceRowProps) {
  const { traceId, services, startTimeMs, durationMs, spanCount, logCount, error } = trace;
  return (
    <div class={`trace-row ${isCurrent ? 'current' : ''} ${error ? 'failed' : ''}`} data-trace={traceId}>
      {source.smokeTest && <Choose trace={trace} />}
      <span class="at number quiet">{formatTime(startTimeMs)}</span>
      <span class="code">
        <StatusCode code={trace.statusCode} />
      </span>
      <span class="main-cell">
        <a class="what cut" href={hrefOf('trace', [traceId])}>
          <TraceName trace={trace} />
        </a>
        <RowNotes trace={trace} />
      </span>
      <span class="who">
        {services.slice(0, 6).map(name => (
          <i key={name} class={`swatch ${colourOf(name)}`} title={name} />
        ))}
        <span class="cut quiet">{services[0]}</span>
      </span>
      <span class="size number quiet">
        {count(spanCount, 'span')}
        {logCount > 0 && ` · ${count(logCount, 'log')}`}
      </span>
      <span class={`took number ${colourOf(trace.service)}`}>
        <span>{formatMs(durationMs)}</span>
        <i style={{ width: cssPercent(longestMs > 0 ? Math.sqrt(durationMs / longestMs) : 0) }} />
      </span>
    </div>
  );
}

/** Its findings, each in a word. */
function RowNotes({ trace: { findingCodes, errorCount } }: { readonly trace: TraceSummary }) {
  const codes = findingCodes.filter(code => code !== 'error').slice(0, 3);
  return (
    <>
      {errorCount > 0 && <span class="chip bad">{count(errorCount, 'error')}</span>}
      {codes.map(code => (
        <span key={code} class={`chip ${code === 'genai-calls' ? 'info' : 'warn'}`}>
          {FINDING_WORDS[code] ?? code}
        </span>
      ))}
    </>
  );
}

/** `GET /users/:id`, with the path if it says more. */
export function TraceName({ trace }: { readonly trace: TraceSummary }) {
  const { name, method, route, path, complete } = trace;
  const shown = route ?? path;
  const isHttp = method !== null && shown !== null && name.startsWith(method);
  return (
    <>
      {isHttp ? (
        <>
          <b class="method">{method}</b> <span>{shown}</span>
        </>
      ) : (
        <span>{name}</span>
      )}
      {path !== null && path !== shown && <span class="path"> {path}</span>}
      {!complete && <span class="path"> unfinished</span>}
    </>
  );
}

function Choose({ trace }: { readonly trace: TraceSummary }) {
  if (trace.method === null) return <span class="choose" />;
  return (
    <label class="choose">
      <input
        type="checkbox"
        checked={chosenTraces.value.has(trace.traceId)}
        onChange={() => toggleChosen(trace.traceId)}
        aria-label={`choose ${trace.name} for a smoke test`}
      />
    </label>
  );
}
