import type { ServiceCalls, ServiceSummary } from '../../view/model/services.ts';
import { count, formatMs } from '../parts/format.ts';
import { narrow } from '../parts/narrow.ts';
import { hrefOf } from '../parts/route.ts';
import { colourOf } from '../parts/service.tsx';
import { KIND_WORDS } from './kind-words.ts';
import type { MapNode } from './layout.ts';

/** Sizes in CSS pixels. A line runs `level` this far before its end, with its label above. */
const WIDE = { width: 220, height: 64, gapX: 210, gapY: 34, level: 100 };
const NARROW = { width: 150, height: 64, gapX: 116, gapY: 30, level: 90 };
const EDGE = 12;

type Sizes = typeof WIDE;

export interface DrawingProps {
  readonly nodes: readonly MapNode[];
  readonly calls: readonly ServiceCalls[];
  readonly summaries: readonly ServiceSummary[];
}

/** Services as boxes, calls as lines between them. */
export function Drawing({ nodes, calls, summaries }: DrawingProps) {
  const columns = Math.max(...nodes.map(({ column }) => column)) + 1;
  const most = Math.max(...nodes.map(({ row }) => row)) + 1;
  const inColumn = (wanted: number) => nodes.filter(({ column }) => column === wanted).length;
  const sizes = narrow.value ? NARROW : WIDE;
  const width = columns * sizes.width + (columns - 1) * sizes.gapX + EDGE * 2;
  const height = most * (sizes.height + sizes.gapY) - sizes.gapY + EDGE * 2;
  const placeOf = ({ column, row }: MapNode) => ({
    x: EDGE + column * (sizes.width + sizes.gapX),
    // Each column is centred.
    y: EDGE + (row + (most - inColumn(column)) / 2) * (sizes.height + sizes.gapY),
  });
  const places = new Map(nodes.map(node => [node.name, placeOf(node)]));
  return (
    <div class="map card">
      <div class="map-sheet" style={{ width: `${width}px`, height: `${height}px` }}>
        <svg width={width} height={height} aria-hidden="true">
          {calls.map(call => (
            <Edge
              key={`${call.from}\n${call.to}`}
              sizes={sizes}
              call={call}
              from={places.get(call.from)}
              to={places.get(call.to)}
            />
          ))}
        </svg>
        {nodes.map(node => (
          <Node
            key={node.name}
            sizes={sizes}
            node={node}
            place={places.get(node.name) ?? { x: 0, y: 0 }}
            summary={summaries.find(({ name }) => name === node.name)}
          />
        ))}
      </div>
    </div>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function Edge({
  sizes,
  call,
  from,
  to,
}: {
  readonly sizes: Sizes;
  readonly call: ServiceCalls;
  readonly from: Point | undefined;
  readonly to: Point | undefined;
}) {
  if (!from || !to) return null;
  const start = { x: from.x + sizes.width, y: from.y + sizes.height / 2 };
  const end = { x: to.x, y: to.y + sizes.height / 2 };
  const level = { x: end.x - sizes.level, y: end.y };
  const bend = Math.max(12, Math.abs(level.x - start.x) / 2);
  const curve = `C${start.x + bend} ${start.y} ${level.x - bend} ${level.y} ${level.x} ${level.y}`;
  const path = `M${start.x} ${start.y} ${curve} L${end.x} ${end.y}`;
  const words = { x: end.x - 14, y: end.y };
  return (
    <g class={`edge ${call.errorCount > 0 ? 'failed' : ''}`}>
      <path d={path} style={{ strokeWidth: String(1.25 + Math.min(3, Math.log10(call.count))) }} />
      <path d={`M${end.x - 7} ${end.y - 4} L${end.x} ${end.y} L${end.x - 7} ${end.y + 4}`} />
      <text x={words.x} y={words.y - 7}>
        {call.count.toLocaleString('en')} × {formatMs(call.averageMs)}
      </text>
      {call.errorCount > 0 && (
        <text class="bad" x={words.x} y={words.y + 17}>
          {count(call.errorCount, 'error')}
        </text>
      )}
    </g>
  );
}

interface NodeProps {
  readonly sizes: Sizes;
  readonly node: MapNode;
  readonly place: Point;
  readonly summary: ServiceSummary | undefined;
}

function Node({ sizes, node, place, summary }: NodeProps) {
  const style = {
    transform: `translate(${place.x}px, ${place.y}px)`,
    width: `${sizes.width}px`,
    height: `${sizes.height}px`,
  };
  if (!summary)
    return (
      <div class="map-node target" style={style}>
        <b class="cut">{node.name}</b>
        <span class="quiet">{KIND_WORDS[node.kind]}</span>
      </div>
    );
  const { name, requestCount, errorCount, durationMs } = summary;
  return (
    <a class={`map-node ${colourOf(name)}`} style={style} href={hrefOf('traces', [], { service: name })}>
      <b class="cut">{name}</b>
      <span class="quiet number cut">
        {count(requestCount, 'request')}
        {durationMs && ` · p95 ${formatMs(durationMs.p95)}`}
      </span>
      {errorCount > 0 && <span class="chip bad">{count(errorCount, 'error')}</span>}
    </a>
  );
}
