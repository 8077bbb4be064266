import type { ViewLog } from '../../view/model/logs.ts';
import type { ViewSpan } from '../../view/model/spans.ts';
import type { TraceAnswer } from '../../view/model/traces.ts';

/** A line of a waterfall. */
export type Row = SpanRow | GroupRow | TraceLogRow;

export interface SpanRow {
  readonly kind: 'span';
  readonly key: string;
  readonly depth: number;
  readonly span: ViewSpan;
  /** Number of lines below it, shown or not. */
  readonly below: number;
  readonly isClosed: boolean;
}

/** Consecutive similar calls as one line: `8 × GET api.example/price`. */
export interface GroupRow {
  readonly kind: 'group';
  readonly key: string;
  readonly depth: number;
  readonly spans: readonly ViewSpan[];
}

export interface TraceLogRow {
  readonly kind: 'log';
  readonly key: string;
  readonly depth: number;
  readonly log: ViewLog;
}

/** Which parts of a waterfall are closed, opened and shown. */
export interface RowOptions {
  /** Keys of spans whose lines below are hidden. */
  readonly closed: ReadonlySet<string>;
  /** Span ids of groups that are shown one by one. */
  readonly opened: ReadonlySet<string>;
  readonly withLogs: boolean;
}

/** This many consecutive calls become one line. */
const FEWEST_OF_GROUP = 10;

interface Node {
  readonly time: number;
  readonly span: ViewSpan | null;
  readonly log: ViewLog | null;
  readonly children: Node[];
}

/** The key of a record's line. */
export function logKey({ id }: Pick<ViewLog, 'id'>): string {
  return `log-${id}`;
}

/** The lines of a trace: spans below their parents, records placed by time. */
export function toRows({ spans, logs }: Pick<TraceAnswer, 'spans' | 'logs'>, options: RowOptions): Row[] {
  const rows: Row[] = [];
  const pending = toNodes(spans, options.withLogs ? logs : [])
    .map(node => ({ node, depth: 0 }))
    .reverse();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, depth } = next;
    if (node.log) rows.push({ kind: 'log', key: logKey(node.log), depth, log: node.log });
    if (!node.span) continue;
    const group = takeGroup(node, depth, pending, options.opened);
    if (group) {
      rows.push(group);
      continue;
    }
    const isClosed = options.closed.has(node.span.spanId);
    const { span, children } = node;
    rows.push({ kind: 'span', key: span.spanId, depth, span, below: children.length, isClosed });
    if (!isClosed) for (const child of children.toReversed()) pending.push({ node: child, depth: depth + 1 });
  }
  return rows;
}

/** Spans and records as trees, siblings by time. Works for deep trees, because it does not recurse. */
function toNodes(spans: readonly ViewSpan[], logs: readonly ViewLog[]): Node[] {
  const roots: Node[] = [];
  const nodes = new Map<string, Node>();
  const above: Node[] = [];
  for (const span of spans) {
    const node: Node = { time: span.startTimeMs, span, log: null, children: [] };
    nodes.set(span.spanId, node);
    above.length = Math.min(span.depth, above.length);
    (above.at(-1)?.children ?? roots).push(node);
    above.push(node);
  }
  const withRecords = new Set<Node[]>();
  for (const log of logs) {
    const list = nodes.get(log.spanId ?? '')?.children ?? roots;
    list.push({ time: log.timeMs, span: null, log, children: [] });
    withRecords.add(list);
  }
  for (const list of withRecords) list.sort((one, other) => one.time - other.time);
  return roots;
}

type Pending = { readonly node: Node; readonly depth: number }[];

/** Removes the calls similar to this one from the pending ones, if there are enough. */
function takeGroup(
  first: Node,
  depth: number,
  pending: Pending,
  opened: ReadonlySet<string>,
): GroupRow | null {
  const { span } = first;
  // All spans of an opened group are listed, so that those after the first do not form a new group.
  if (!span || first.children.length > 0 || opened.has(span.spanId)) return null;
  const key = `group-${span.spanId}`;
  const alike = [span];
  for (let index = pending.length - 1; index >= 0; index--) {
    const other = pending[index];
    if (!other?.node.span || other.depth !== depth || !isAlike(span, other.node)) break;
    alike.push(other.node.span);
  }
  if (alike.length < FEWEST_OF_GROUP) return null;
  pending.length -= alike.length - 1;
  return { kind: 'group', key, depth, spans: alike };
}

function isAlike(one: ViewSpan, { span, children }: Node): boolean {
  if (!span || children.length > 0) return false;
  return (
    span.name === one.name &&
    span.target === one.target &&
    span.kind === one.kind &&
    span.service === one.service &&
    span.status.code === one.status.code
  );
}
