import type { ServiceCalls, ServiceSummary } from '../../view/model.ts';
import { services } from '../data/state.ts';
import { Empty } from '../parts/empty.tsx';
import { count, formatMs } from '../parts/format.ts';
import { hrefOf } from '../parts/route.ts';
import { colourOf, Service } from '../parts/service.tsx';
import { layoutMap, type MapNode } from './layout.ts';

const NODE = { width: 200, height: 64 };
const GAP = { x: 210, y: 34 };

/** A line is level for so long before its end: words stand on it there. */
const LEVEL = 100;
const EDGE = 12;

const KIND_WORDS: Readonly<Record<ServiceCalls['kind'], string>> = {
  service: 'service',
  http: 'HTTP',
  database: 'database',
  messaging: 'messages',
  rpc: 'RPC',
  genai: 'AI',
  other: 'called',
};

/** Services and what they call. */
export function MapView() {
  const { services: all, calls } = services.value;
  const nodes = layoutMap(
    all.map(({ name }) => name),
    calls,
  );
  return (
    <main data-scroll>
      <div class="inset">
        <div class="headline">
          <h1>
            {count(all.length, 'service')}
            {calls.length > 0 &&
              ` · ${count(
                calls.reduce((sum, call) => sum + call.count, 0),
                'call',
              )}`}
          </h1>
        </div>
        {nodes.length === 0 ? (
          <Empty title="No services yet">They appear with the first span or record that they send.</Empty>
        ) : (
          <Drawing nodes={nodes} calls={calls} summaries={all} />
        )}
        <ServiceTable services={all} />
        <CallTable calls={calls} />
      </div>
    </main>
  );
}

interface DrawingProps {
  readonly nodes: readonly MapNode[];
  readonly calls: readonly ServiceCalls[];
  readonly summaries: readonly ServiceSummary[];
}

function Drawing({ nodes, calls, summaries }: DrawingProps) {
  const columns = Math.max(...nodes.map(({ column }) => column)) + 1;
  const most = Math.max(...nodes.map(({ row }) => row)) + 1;
  const inColumn = (wanted: number) => nodes.filter(({ column }) => column === wanted).length;
  const width = columns * NODE.width + (columns - 1) * GAP.x + EDGE * 2;
  const height = most * (NODE.height + GAP.y) - GAP.y + EDGE * 2;
  const placeOf = ({ column, row }: MapNode) => ({
    x: EDGE + column * (NODE.width + GAP.x),
    // Each column stands in the middle.
    y: EDGE + (row + (most - inColumn(column)) / 2) * (NODE.height + GAP.y),
  });
  const places = new Map(nodes.map(node => [node.name, placeOf(node)]));
  return (
    <div class="map card">
      <div class="map-sheet" style={{ width: `${width}px`, height: `${height}px` }}>
        <svg width={width} height={height} aria-hidden="true">
          {calls.map(call => (
            <Edge
              key={`${call.from}\n${call.to}`}
              call={call}
              from={places.get(call.from)}
              to={places.get(call.to)}
            />
          ))}
        </svg>
        {nodes.map(node => (
          <Node
            key={node.name}
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
  call,
  from,
  to,
}: {
  readonly call: ServiceCalls;
  readonly from: Point | undefined;
  readonly to: Point | undefined;
}) {
  if (!from || !to) return null;
  const start = { x: from.x + NODE.width, y: from.y + NODE.height / 2 };
  const end = { x: to.x, y: to.y + NODE.height / 2 };
  const level = { x: end.x - LEVEL, y: end.y };
  const bend = Math.max(40, Math.abs(level.x - start.x) / 2);
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
  readonly node: MapNode;
  readonly place: Point;
  readonly summary: ServiceSummary | undefined;
}

function Node({ node, place, summary }: NodeProps) {
  const style = {
    transform: `translate(${place.x}px, ${place.y}px)`,
    width: `${NODE.width}px`,
    height: `${NODE.height}px`,
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
      <span class="quiet number">
        {count(requestCount, 'request')}
        {durationMs && ` · p95 ${formatMs(durationMs.p95)}`}
      </span>
      {errorCount > 0 && <span class="chip bad">{count(errorCount, 'error')}</span>}
    </a>
  );
}

function ServiceTable({ services: all }: { readonly services: readonly ServiceSummary[] }) {
  if (all.length === 0) return null;
  return (
    <div class="table card">
      <table>
        <thead>
          <tr>
            {[
              'Service',
              'Version',
              'Runtime',
              'Requests',
              'Errors',
              'p50',
              'p95',
              'Longest',
              'Spans',
              'Records',
            ].map(head => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map(
            ({ name, version, runtime, requestCount, errorCount, durationMs, spanCount, logCount }) => (
              <tr key={name}>
                <td>
                  <a href={hrefOf('traces', [], { service: name })}>
                    <Service name={name} />
                  </a>
                </td>
                <td>{version ?? ''}</td>
                <td>{runtime ?? ''}</td>
                <td class="number">{requestCount}</td>
                <td class="number">{errorCount > 0 ? <span class="chip bad">{errorCount}</span> : 0}</td>
                <td class="number">{durationMs ? formatMs(durationMs.p50) : ''}</td>
                <td class="number">{durationMs ? formatMs(durationMs.p95) : ''}</td>
                <td class="number">{durationMs ? formatMs(durationMs.max) : ''}</td>
                <td class="number">{spanCount}</td>
                <td class="number">{logCount}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function CallTable({ calls }: { readonly calls: readonly ServiceCalls[] }) {
  if (calls.length === 0) return null;
  return (
    <div class="table card">
      <table>
        <thead>
          <tr>
            {['From', 'To', 'Kind', 'Calls', 'Errors', 'Average'].map(head => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.map(({ from, to, kind, count: number, errorCount, averageMs }) => (
            <tr key={`${from}\n${to}`}>
              <td>
                <Service name={from} />
              </td>
              <td class="wrap">{to}</td>
              <td>{KIND_WORDS[kind]}</td>
              <td class="number">{number}</td>
              <td class="number">{errorCount > 0 ? <span class="chip bad">{errorCount}</span> : 0}</td>
              <td class="number">{formatMs(averageMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
