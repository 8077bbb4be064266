import type { ViewLog } from '../model/logs.ts';
import type { ViewSpan } from '../model/spans.ts';
import type { TraceAnswer } from '../model/traces.ts';

/** The content of an expectations file, before it becomes YAML. */
export interface ExpectationsFile {
  readonly spans: readonly ExpectedSpan[];
  readonly logs?: readonly ExpectedLog[];
}

interface ExpectedSpan {
  readonly name: string;
  readonly kind: ViewSpan['kind'];
  readonly count: number | { readonly min: number };
  readonly status?: 'error';
  readonly attributes?: Readonly<Record<string, number | string>>;
  readonly children?: readonly ExpectedSpan[];
}

interface ExpectedLog {
  readonly body: string;
  readonly severity: string;
  readonly span: string;
}

const MOST_LOGS = 10;

/** `console` output is not exported in a smoke run. */
const PRINTED = 'console';

/**
 * Expectations that match what some requests did, and still match when numbers and timing differ: the request
 * with its answer, its direct calls, and its log records.
 */
export function expectationsOf(traces: readonly TraceAnswer[]): ExpectationsFile {
  const groups = new Map<string, TraceAnswer[]>();
  for (const trace of traces) groups.set(shapeOf(trace), [...(groups.get(shapeOf(trace)) ?? []), trace]);
  const logs = traces.flatMap(expectedLogs);
  const distinct = [...new Map(logs.map(log => [JSON.stringify(log), log])).values()].slice(0, MOST_LOGS);
  return {
    spans: [...groups.values()].map(expectedRequest),
    ...(distinct.length > 0 && { logs: distinct }),
  };
}

function shapeOf({ name, statusCode }: TraceAnswer): string {
  return JSON.stringify([name, statusCode]);
}

function expectedRequest(traces: readonly TraceAnswer[]): ExpectedSpan {
  const [first] = traces as [TraceAnswer];
  const [root] = first.spans as [ViewSpan];
  // Calls that all of them made: a cache may answer the second request.
  const names = traces.map(trace => new Set(childrenOf(trace).map(keyOf)));
  const common = childrenOf(first).filter(child => names.every(own => own.has(keyOf(child))));
  const children = [...new Map(common.map(child => [keyOf(child), child])).values()];
  return {
    name: root.name,
    kind: root.kind,
    count: { min: traces.length },
    ...(root.status.code === 'error' && { status: 'error' as const }),
    ...(first.statusCode !== null && { attributes: { 'http.response.status_code': first.statusCode } }),
    ...(children.length > 0 && {
      children: children.map(({ name, kind }) => ({ name, kind, count: { min: 1 } })),
    }),
  };
}

/** Direct children of the root in the same service: another service may not run in the test. */
function childrenOf({ spans, service }: TraceAnswer): ViewSpan[] {
  const [root] = spans;
  return spans.filter(
    span => span.parentSpanId === root?.spanId && span.service === service && !varies(span.name),
  );
}

function keyOf({ name, kind }: ViewSpan): string {
  return JSON.stringify([name, kind]);
}

function expectedLogs({ logs, spans, service }: TraceAnswer): ExpectedLog[] {
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  return logs.flatMap((log): ExpectedLog[] => {
    const span = names.get(log.spanId ?? '');
    if (span === undefined || log.service !== service || !isStable(log)) return [];
    return [{ body: log.message, severity: log.severity.toLowerCase(), span }];
  });
}

function isStable({ body, scope, severity }: ViewLog): boolean {
  const isText = typeof body === 'string' && body !== '' && !/[\n\u2026]/.test(body) && !varies(body);
  return isText && scope.name !== PRINTED && severity !== 'UNSPECIFIED';
}

/** Strings that contain a number, or that would be read as a regular expression. */
function varies(text: string): boolean {
  return /\d|not shown|^\/.*\/$/.test(text);
}
