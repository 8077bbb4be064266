import type { TraceAnswer } from '../../view/model/traces.ts';
import { count, cssPercent, formatMs } from '../parts/format.ts';
import { narrow } from '../parts/narrow.ts';
import { Service } from '../parts/service.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { RowLine } from './row-line.tsx';
import { type Timeline, ticksOf, timelineOf } from './timeline.ts';
import { chosenKey, rows, withLogs } from './trace-state.ts';

/** The part of the axis behind which the label of a time has no room at its right. */
const LABEL_FITS = 0.85;

/** A trace over time. */
export function Waterfall({ trace }: { readonly trace: TraceAnswer }) {
  const timeline = timelineOf(trace);
  const lines = rows.value;
  return (
    <section class="waterfall card" aria-label="Waterfall">
      <Legend trace={trace} />
      <Axis timeline={timeline} />
      <VirtualList
        rows={lines}
        rowHeight={narrow.value ? 46 : 28}
        keyOf={({ key }) => key}
        label="Spans and log records"
        follow={lines.findIndex(({ key }) => key === chosenKey.value)}
        render={row => <RowLine traceId={trace.traceId} row={row} timeline={timeline} />}
      />
    </section>
  );
}

/** The colours of the services, and the numbers of shown items. */
function Legend({ trace }: { readonly trace: TraceAnswer }) {
  const spans = new Map<string, number>();
  for (const { service } of trace.spans) spans.set(service, (spans.get(service) ?? 0) + 1);
  return (
    <div class="legend">
      {[...spans].map(([service, number]) => (
        <span key={service} class="legend-entry">
          <Service name={service} /> <span class="faint number">{count(number, 'span')}</span>
        </span>
      ))}
      {trace.logs.length > 0 && (
        <label class="toggle">
          <input
            type="checkbox"
            checked={withLogs.value}
            onChange={({ currentTarget }) => {
              withLogs.value = currentTarget.checked;
            }}
          />
          {count(trace.logs.length, 'log record')}
        </label>
      )}
    </div>
  );
}

function Axis({ timeline }: { readonly timeline: Timeline }) {
  return (
    <div class="row axis" aria-hidden="true">
      <span class="name" />
      <span class="track">
        {ticksOf(timeline, narrow.value ? 3 : 5).map(ms => (
          <i
            key={ms}
            class={ms > timeline.lengthMs * LABEL_FITS ? 'late' : ''}
            style={{ left: cssPercent(ms / timeline.lengthMs) }}
          >
            {ms === 0 ? '0' : formatMs(ms)}
          </i>
        ))}
      </span>
    </div>
  );
}
