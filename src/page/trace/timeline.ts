import type { TraceAnswer } from '../../view/model/traces.ts';

/** The time range in which a trace is drawn. */
export interface Timeline {
  readonly startMs: number;
  readonly lengthMs: number;
}

/** The time from a trace's first moment to its last one, never empty. */
export function timelineOf({ spans, logs }: Pick<TraceAnswer, 'spans' | 'logs'>): Timeline {
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const span of spans) {
    startMs = Math.min(startMs, span.startTimeMs);
    endMs = Math.max(endMs, span.startTimeMs + span.durationMs);
  }
  if (spans.length === 0)
    for (const { timeMs } of logs) {
      startMs = Math.min(startMs, timeMs);
      endMs = Math.max(endMs, timeMs);
    }
  if (!Number.isFinite(startMs)) return { startMs: 0, lengthMs: 1 };
  return { startMs, lengthMs: Math.max(endMs - startMs, 0.001) };
}

/** The position of a moment as a fraction of the whole: always 0 to 1, even if clocks differ. */
export function partOf({ startMs, lengthMs }: Timeline, timeMs: number): number {
  return Math.min(1, Math.max(0, (timeMs - startMs) / lengthMs));
}

const STEPS = [1, 2, 2.5, 5, 10];
const MOST_TICKS = 5;

/** Round times for the axis, from 0 to below the end. */
export function ticksOf({ lengthMs }: Timeline, most = MOST_TICKS): readonly number[] {
  const rough = lengthMs / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find(each => each * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(lengthMs / step) }, (_, index) => index * step);
}
