import type { ViewSpan } from '../../view/model.ts';
import { SeverityChip, StatusCode } from '../parts/chips.tsx';
import { formatMs, percent } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';
import { colourOf } from '../parts/service.tsx';
import type { GroupRow, LogRow, Row, SpanRow } from './rows.ts';
import { partOf, type Timeline } from './timeline.ts';
import { chosenKey, closed, opened, toggled } from './trace-state.ts';

const DEEPEST_INDENT = 16;

export interface RowLineProps {
  readonly traceId: string;
  readonly row: Row;
  readonly timeline: Timeline;
}

/** A line of a waterfall: what it is, and when it was. */
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
            aria-label={isClosed ? `show the ${below} below` : 'hide what is below'}
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

/** A span's name with what it calls: `GET api.example/price`. */
export function SpanName({ span }: { readonly span: ViewSpan }) {
  const { name, target, kind } = span;
  return (
    <>
      <b>{name}</b>
      {target !== null && !name.includes(target) && <span class="target"> {target}</span>}
      {(kind === 'producer' || kind === 'consumer') && <span class="faint"> {kind}</span>}
    </>
  );
}

/** The same as a text. */
export function nameOf({ name, target }: ViewSpan): string {
  return target !== null && !name.includes(target) ? `${name} ${target}` : name;
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

/** As many spans as bars can be told apart. */
function thinned(spans: readonly ViewSpan[]): readonly ViewSpan[] {
  const step = Math.ceil(spans.length / MOST_BARS);
  return step === 1 ? spans : spans.filter((_, index) => index % step === 0);
}

function endOf(spans: readonly ViewSpan[], timeline: Timeline): number {
  return spans.reduce((end, span) => Math.max(end, partOf(timeline, span.startTimeMs + span.durationMs)), 0);
}

function LogLine({ traceId, row, timeline }: RowLineProps & { readonly row: LogRow }) {
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
          style={{ left: percent(partOf(timeline, log.timeMs)) }}
        />
      </span>
    </>
  );
}

interface BarProps {
  readonly span: ViewSpan;
  readonly timeline: Timeline;
  readonly isLabelled?: boolean;
}

function Bar({ span, timeline, isLabelled = false }: BarProps) {
  const part = partOf(timeline, span.startTimeMs);
  const end = partOf(timeline, span.startTimeMs + span.durationMs);
  const style = { left: percent(Math.min(part, 0.998)), width: `max(2px, ${percent(end - part)})` };
  return (
    <>
      <i
        class={`bar ${colourOf(span.service)} ${span.status.code === 'error' ? 'failed' : ''}`}
        style={style}
      />
      {isLabelled && <Label part={part} end={end} text={formatMs(span.durationMs)} />}
    </>
  );
}

/** How long it took, where there is room: after the bar, before it, or at its end. */
function Label({ part, end, text }: { readonly part: number; readonly end: number; readonly text: string }) {
  const isAfter = end < 0.9;
  const isInside = !isAfter && end - part > 0.2;
  const style = isAfter ? { left: percent(end) } : { right: percent(1 - (isInside ? end : part)) };
  return (
    <span class={isInside ? 'label inside' : 'label'} style={style}>
      {text}
    </span>
  );
}
