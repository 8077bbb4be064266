import type { ViewSpan } from '../../view/model/spans.ts';
import { SeverityChip, StatusCode } from '../parts/chips.tsx';
import { cssPercent, formatMs } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';
import { colourOf } from '../parts/service.tsx';
import { Bar, Label } from './bars.tsx';
import type { GroupRow, Row, SpanRow, TraceLogRow } from './rows.ts';
import { nameOf, SpanName } from './span-name.tsx';
import { partOf, type Timeline } from './timeline.ts';
import { chosenKey, closed, opened, toggled } from './trace-state.ts';

const DEEPEST_INDENT = 16;

export interface RowLineProps {
  readonly traceId: string;
  readonly row: Row;
  readonly timeline: Timeline;
}

/** A line of a waterfall: its name and its time. */
export function RowLine({ traceId, row, timeline }: RowLineProps) {
  const isChosen = chosenKey.value === row.key;
  const failed = row.kind === 'span' && row.span.status.code === 'error' ? 'failed' : '';
  return (
    <div
      class={`row ${row.kind} ${failed} ${isChosen ? 'current' : ''}`}
      style={{ '--depth': String(Math.min(row.depth, DEEPEST_INDENT)) }}
    >
      {row.kind === 'span' && <SpanLine traceId={traceId} row={row} timeline={timeline} />}
      {row.kind === 'group' && <GroupLine row={row} timeline={timeline} />}
      {row.kind === 'log' && <LogLine traceId={traceId} row={row} timeline={timeline} />}
    </div>
  );
}

function SpanLine({ traceId, row, timeline }: RowLineProps & { readonly row: SpanRow }) {
  const { span, below, isClosed } = row;
  return (
    <>
      <span class={`name ${colourOf(span.service)}`}>
        {below > 0 ? (
          <button
            type="button"
            class="fold"
            tabIndex={-1}
            aria-label={isClosed ? `show the ${below} below` : 'hide the lines below'}
            onClick={() => {
              closed.value = toggled(closed.value, span.spanId);
            }}
          >
            {isClosed ? '▸' : '▾'}
          </button>
        ) : (
          <i class="fold" />
        )}
        <i class="swatch" title={span.service} />
        <a class="cut title" href={hrefOf('trace', [traceId, span.spanId])} aria-label={nameOf(span)}>
          <SpanName span={span} />
        </a>
        {isClosed && <span class="chip">+{below}</span>}
        {span.status.code === 'error' && span.statusCode === null && <span class="chip bad">error</span>}
        <StatusCode code={span.statusCode} />
      </span>
      <span class="track">
        <Bar span={span} timeline={timeline} isLabelled />
      </span>
    </>
  );
}

function GroupLine({ row, timeline }: { readonly row: GroupRow; readonly timeline: Timeline }) {
  const { spans } = row;
  const [first] = spans;
  if (!first) return null;
  const open = () => {
    opened.value = toggled(opened.value, ...spans.map(({ spanId }) => spanId));
  };
  const sum = spans.reduce((ms, { durationMs }) => ms + durationMs, 0);
  return (
    <>
      <span class={`name ${colourOf(first.service)}`}>
        <button
          type="button"
          class="fold"
          tabIndex={-1}
          aria-label={`show the ${spans.length} one by one`}
          onClick={open}
        >
          ▸
        </button>
        <i class="swatch" title={first.service} />
        <button type="button" class="cut title" onClick={open}>
          <span class="chip warn">{spans.length} ×</span> <SpanName span={first} />
        </button>
      </span>
      <span class="track">
        {thinned(spans).map(span => (
          <Bar key={span.spanId} span={span} timeline={timeline} />
        ))}
        <Label part={partOf(timeline, first.startTimeMs)} end={endOf(spans, timeline)} text={formatMs(sum)} />
      </span>
    </>
  );
}

const MOST_BARS = 150;

/** The maximum number of spans whose bars can still be distinguished. */
function thinned(spans: readonly ViewSpan[]): readonly ViewSpan[] {
  const step = Math.ceil(spans.length / MOST_BARS);
  return step === 1 ? spans : spans.filter((_, index) => index % step === 0);
}

function endOf(spans: readonly ViewSpan[], timeline: Timeline): number {
  return spans.reduce((end, span) => Math.max(end, partOf(timeline, span.startTimeMs + span.durationMs)), 0);
}

function LogLine({ traceId, row, timeline }: RowLineProps & { readonly row: TraceLogRow }) {
  const { log } = row;
  return (
    <>
      <span class="name">
        <i class="fold" />
        <SeverityChip severity={log.severity} />
        <a class="cut title" href={hrefOf('trace', [traceId, row.key])}>
          {log.message || log.eventName || log.exception?.message || '(empty)'}
        </a>
      </span>
      <span class="track">
        <i
          class={`tick ${log.severityNumber >= 17 ? 'bad' : ''}`}
          style={{ left: cssPercent(partOf(timeline, log.timeMs)) }}
        />
      </span>
    </>
  );
}
