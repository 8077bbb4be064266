import type { TraceAnswer } from '../../view/model/traces.ts';
import { source } from '../data/page-source.ts';
import { FindingNote } from '../findings/finding-note.tsx';
import { StatusCode } from '../parts/chips.tsx';
import { copyJson, copyLink } from '../parts/copy.tsx';
import { Empty } from '../parts/empty.tsx';
import { count, formatDate, formatMs, formatTime } from '../parts/format.ts';
import { useKeys } from '../parts/keys.ts';
import { hrefOf } from '../parts/route.ts';
import { chosenTraces, toggleChosen } from '../traces/chosen.ts';
import { listHref } from '../traces/shown.ts';
import { TraceName } from '../traces/trace-row.tsx';
import { Details } from './details.tsx';
import { TraceErrors } from './trace-errors.tsx';
import { TRACE_KEYS } from './trace-keys.ts';
import { chosenKey, problem, trace, traceIdOfRoute } from './trace-state.ts';
import { Waterfall } from './waterfall.tsx';

/** One trace: its errors, then its findings, then everything over time. */
export function TraceView() {
  const shown = trace.value;
  useKeys(TRACE_KEYS);
  if (problem.value !== '') return <Unknown />;
  if (!shown || shown.traceId !== traceIdOfRoute.value)
    return (
      <main>
        <Empty title="Loading the trace" />
      </main>
    );
  const notes = shown.findings.filter(({ code }) => code !== 'error');
  return (
    <div class={`trace-page ${chosenKey.value === '' ? '' : 'with-details'}`}>
      <main data-scroll>
        <div class="inset">
          <TraceHead trace={shown} />
          <TraceErrors trace={shown} />
          {notes.length > 0 && (
            <section class="errors" aria-label="Findings">
              {notes.map(finding => (
                <FindingNote key={finding.id} finding={finding} />
              ))}
            </section>
          )}
          <Waterfall trace={shown} />
        </div>
      </main>
      <Details trace={shown} chosen={chosenKey.value} />
    </div>
  );
}

function TraceHead({ trace: shown }: { readonly trace: TraceAnswer }) {
  const { traceId, durationMs, spanCount, services, startTimeMs } = shown;
  const href = hrefOf('trace', [traceId]);
  return (
    <header class="trace-head">
      <div class="trace-title">
        <a class="button plain back" href={listHref.value} aria-label="back to the traces">
          ←
        </a>
        <h1 class="wrap">
          <TraceName trace={shown} />
        </h1>
        <StatusCode code={shown.statusCode} />
        {shown.errorCount > 0 && <span class="chip bad">{count(shown.errorCount, 'error')}</span>}
      </div>
      <p class="facts">
        <b class="number">{formatMs(durationMs)}</b>
        <span class="number">{count(spanCount, 'span')}</span>
        {services.length > 1 && <span class="number">{count(services.length, 'service')}</span>}
        <span class="number" title={formatDate(startTimeMs)}>
          {formatTime(startTimeMs)}
        </span>
        <code class="quiet wrap">{traceId}</code>
      </p>
      <div class="trace-tools">
        {source.smokeTest && shown.method !== null && (
          <button type="button" class="button" onClick={() => toggleChosen(traceId)}>
            {chosenTraces.value.has(traceId) ? '✓ In the smoke test' : 'Add to a smoke test'}
          </button>
        )}
        <button type="button" class="button" onClick={() => copyJson(shown, 'Trace')}>
          Copy JSON
        </button>
        <button type="button" class="button" onClick={() => copyLink(href)}>
          Copy link
        </button>
      </div>
    </header>
  );
}

function Unknown() {
  return (
    <main>
      <Empty title="Trace not found">
        {problem.value}. <a href={hrefOf('traces')}>All traces</a>
      </Empty>
    </main>
  );
}
