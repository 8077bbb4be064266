import type { ViewSpan } from '../../view/model/spans.ts';
import { cssPercent, formatMs } from '../parts/format.ts';
import { colourOf } from '../parts/service.tsx';
import { partOf, type Timeline } from './timeline.ts';

export interface BarProps {
  readonly span: ViewSpan;
  readonly timeline: Timeline;
  readonly isLabelled?: boolean;
}

/** The time of a span, as a bar. */
export function Bar({ span, timeline, isLabelled = false }: BarProps) {
  const part = partOf(timeline, span.startTimeMs);
  const end = partOf(timeline, span.startTimeMs + span.durationMs);
  const style = { left: cssPercent(Math.min(part, 0.998)), width: `max(2px, ${cssPercent(end - part)})` };
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

/** The duration, where there is room: after the bar, before it, or at its end. */
export function Label({
  part,
  end,
  text,
}: {
  readonly part: number;
  readonly end: number;
  readonly text: string;
}) {
  const isAfter = end < 0.9;
  const isInside = !isAfter && end - part > 0.2;
  const style = isAfter ? { left: cssPercent(end) } : { right: cssPercent(1 - (isInside ? end : part)) };
  return (
    <span class={isInside ? 'label inside' : 'label'} style={style}>
      {text}
    </span>
  );
}
