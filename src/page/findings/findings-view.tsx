import type { ViewFinding } from '../../view/model/findings.ts';
import { findings } from '../data/state.ts';
import { FindingChip } from '../parts/chips.tsx';
import { copyJson } from '../parts/copy.tsx';
import { Empty } from '../parts/empty.tsx';
import { Exception } from '../parts/exception.tsx';
import { count, formatTime } from '../parts/format.ts';
import { hrefOf, route } from '../parts/route.ts';
import { Service } from '../parts/service.tsx';
import { logKey } from '../trace/rows.ts';
import { FINDING_WORDS } from '../traces/finding-words.ts';

/** All findings about the received telemetry, errors first. */
export function FindingsView() {
  const all = findings.value;
  const [chosen = ''] = route.value.path;
  return (
    <main data-scroll>
      <div class="inset narrow-text">
        <div class="headline">
          <h1>{all.length === 0 ? 'Findings' : numbersOf(all)}</h1>
        </div>
        {all.length === 0 && (
          <Empty title="No findings">
            Errors, calls in a loop, slow spans, missing routes and secrets appear here.
          </Empty>
        )}
        {all.map(finding => (
          <FindingCard key={finding.id} finding={finding} isChosen={finding.id === chosen} />
        ))}
      </div>
    </main>
  );
}

function numbersOf(all: readonly ViewFinding[]): string {
  const number = (wanted: string) => all.filter(({ severity }) => severity === wanted).length;
  const parts = [
    [number('error'), 'error'],
    [number('warning'), 'warning'],
    [number('info'), 'note'],
  ] as const;
  return parts
    .filter(([many]) => many > 0)
    .map(([many, noun]) => count(many, noun))
    .join(' · ');
}

/** A finding with what to do about it and where it was seen. */
export function FindingCard({
  finding,
  isChosen,
}: {
  readonly finding: ViewFinding;
  readonly isChosen: boolean;
}) {
  const { code, severity, title, fix, service, exception, source } = finding;
  return (
    <article class={`finding card ${severity} ${isChosen ? 'current' : ''}`} id={`finding-${finding.id}`}>
      <header>
        <FindingChip severity={severity} />
        <h2 class="wrap">{title}</h2>
      </header>
      <p class="facts">
        {code !== 'error' && <span>{FINDING_WORDS[code] ?? code}</span>}
        <Service name={service} />
        <span class="number">
          {finding.count === 1 ? 'once' : `${finding.count.toLocaleString('en')} times`}
        </span>
        <span class="number">last at {formatTime(finding.lastTimeMs)}</span>
        {source && !exception && <code class="wrap">{source}</code>}
        <button type="button" class="link" onClick={() => copyJson(finding, 'Finding')}>
          Copy JSON
        </button>
      </p>
      {fix && <p class="fix wrap">{fix}</p>}
      {exception && <Exception exception={exception} />}
      <Evidence finding={finding} />
    </article>
  );
}

function Evidence({ finding }: { readonly finding: ViewFinding }) {
  return (
    <ul class="evidence">
      {finding.evidence.map((place, index) => {
        const href = placeHref(place);
        // What the heading says is not said again.
        const text = place.text === finding.title ? 'seen' : place.text;
        return (
          <li key={index} class="wrap">
            {href ? <a href={href}>{text}</a> : text}{' '}
            <span class="quiet number">at {formatTime(place.timeMs)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The address of a piece of evidence on this page; undefined if it is not on the page. */
export function placeHref(place: {
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly logId: number | null;
}): string | undefined {
  const { traceId, spanId, logId } = place;
  if (traceId !== null && logId !== null) return hrefOf('trace', [traceId, logKey({ id: logId })]);
  if (traceId !== null) return hrefOf('trace', spanId ? [traceId, spanId] : [traceId]);
  return logId === null ? undefined : hrefOf('logs', [String(logId)]);
}
