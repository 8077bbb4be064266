import type { ViewFinding } from '../../view/model/findings.ts';
import { hrefOf } from '../parts/route.ts';
import { FINDING_WORDS } from '../traces/finding-words.ts';

/** A finding within its trace. */
export function FindingNote({ finding }: { readonly finding: ViewFinding }) {
  const { code, severity, title, fix, traceId, spanId } = finding;
  return (
    <p class={`finding-note ${severity}`}>
      <span class={`chip ${severity === 'info' ? 'info' : 'warn'}`}>{FINDING_WORDS[code] ?? code}</span>
      <span class="wrap">
        {traceId && spanId ? <a href={hrefOf('trace', [traceId, spanId])}>{title}</a> : <b>{title}</b>}
        {fix && <span class="quiet"> {fix}</span>}
      </span>
    </p>
  );
}
