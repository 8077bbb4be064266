import type { ViewPoint } from '../../view/model/metrics.ts';
import { formatTime } from '../parts/format.ts';
import { formatMeasured } from '../parts/unit.ts';

const WIDTH = 240;
const HEIGHT = 48;
const INSET = 3;

/** The number of a point to draw over time: its value, or the average measurement. */
export function pointNumber({ value, count, sum }: ViewPoint): number {
  if (value !== null) return value;
  return count ? (sum ?? 0) / count : 0;
}

export interface ChartProps {
  readonly points: readonly ViewPoint[];
  readonly unit: string;
}

/** Points over time as a line with an area below it. */
export function LineChart({ points, unit }: ChartProps) {
  const values = points.map(pointNumber).filter(Number.isFinite);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || values.length < 2) return null;
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1e-9);
  const length = Math.max(1, last.timeMs - first.timeMs);
  const x = (point: ViewPoint) => INSET + ((point.timeMs - first.timeMs) / length) * (WIDTH - 2 * INSET);
  const y = (value: number) => HEIGHT - INSET - ((value - low) / (high - low)) * (HEIGHT - 2 * INSET);
  const line = points.map(point => `${x(point).toFixed(1)} ${y(pointNumber(point)).toFixed(1)}`).join(' L');
  const floor = y(low).toFixed(1);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={about(points, unit)}
    >
      <path class="area" d={`M${x(first).toFixed(1)} ${floor} L${line} L${x(last).toFixed(1)} ${floor} Z`} />
      <path class="line" d={`M${line}`} />
    </svg>
  );
}

function about(points: readonly ViewPoint[], unit: string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return '';
  const parts = [first, last].map(
    point => `${formatMeasured(pointNumber(point), unit)} at ${formatTime(point.timeMs)}`,
  );
  return parts.join(' to ');
}

/** The distribution of measurements over the buckets, from the first filled one to the last. */
export function BucketChart({ buckets, unit }: Pick<ViewPoint, 'buckets'> & { readonly unit: string }) {
  const first = buckets.findIndex(({ count }) => count > 0);
  const filled = buckets.slice(Math.max(first, 0), buckets.findLastIndex(({ count }) => count > 0) + 1);
  if (filled.length < 2) return null;
  const most = Math.max(...filled.map(({ count }) => count));
  return (
    <div class="buckets">
      {filled.map(({ upTo, count }) => (
        <i
          key={String(upTo)}
          title={`${upTo === null ? 'above' : `up to ${formatMeasured(upTo, unit)}`}: ${count}`}
          style={{ height: `${Math.max(3, (count / most) * 100).toFixed(0)}%` }}
        />
      ))}
    </div>
  );
}
