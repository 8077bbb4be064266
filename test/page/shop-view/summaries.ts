import type { FrozenView } from '../../../src/view/model/frozen.ts';
import type { ViewSpan } from '../../../src/view/model/spans.ts';
import type { TraceSummary } from '../../../src/view/model/traces.ts';
import type { Draft } from './draft.ts';
import { RESOURCES, SERVICES } from './services.ts';

export function summaryOf(draft: Draft): TraceSummary {
  const { traceId, spans, logs } = draft;
  const [root] = spans;
  if (!root) throw new Error('a trace has a root');
  const { attributes } = root;
  const text = (name: string) =>
    typeof attributes[name] === 'string' && attributes[name] !== '' ? attributes[name] : null;
  const errors =
    spans.filter(({ status }) => status.code === 'error').length +
    logs.filter(({ severityNumber }) => severityNumber >= 17).length;
  const calls = spans.filter(({ depth, kind }) => depth === 1 && kind === 'client').length;
  return {
    traceId,
    name: root.name,
    kind: root.kind,
    service: root.service,
    services: [...new Set(spans.map(({ service }) => service))],
    method: text('http.request.method'),
    route: text('http.route'),
    path: text('url.path'),
    statusCode: root.statusCode,
    startTimeMs: root.startTimeMs,
    durationMs: root.durationMs,
    spanCount: spans.length,
    logCount: logs.length,
    errorCount: errors,
    error: errors > 0,
    complete: true,
    findingCodes: [
      ...(errors > 0 ? (['error'] as const) : []),
      ...(calls > 5 ? (['n-plus-one'] as const) : []),
      ...(root.durationMs > 500 ? (['slow', 'genai-calls'] as const) : []),
      ...(root.kind === 'server' && !text('http.route') ? (['route-missing'] as const) : []),
    ],
  };
}

export function inTreeOrder(spans: readonly ViewSpan[]): ViewSpan[] {
  const below = (parent: string | null): ViewSpan[] =>
    spans
      .filter(({ parentSpanId }) => parentSpanId === parent)
      .flatMap(span => [span, ...below(span.spanId)]);
  return below(null);
}

export function servicesOf(drafts: readonly Draft[]): FrozenView['services'] {
  const spans = drafts.flatMap(draft => draft.spans);
  const service = (name: string, version: string) => {
    const own = spans.filter(span => span.service === name);
    const requests = own.filter(({ kind }) => kind === 'server');
    const sorted = requests.map(({ durationMs }) => durationMs).sort((one, other) => one - other);
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return {
      name,
      version,
      runtime: 'nodejs 24.1.0',
      resources: [SERVICES[name]?.resource ?? ''],
      spanCount: own.length,
      logCount: drafts.flatMap(draft => draft.logs).filter(log => log.service === name).length,
      requestCount: requests.length,
      errorCount: requests.filter(({ status }) => status.code === 'error').length,
      durationMs: { p50: at(0.5), p95: at(0.95), max: at(1) },
    };
  };
  const calls = (from: string, to: string, kind: 'service' | 'database' | 'genai', target: string) => {
    const own = spans.filter(span => span.service === from && span.target === target);
    const sum = own.reduce((ms, { durationMs }) => ms + durationMs, 0);
    return {
      from,
      to,
      kind,
      count: own.length,
      errorCount: own.filter(({ status }) => status.code === 'error').length,
      averageMs: sum / Math.max(1, own.length),
    };
  };
  return {
    services: [service('shop', '2.4.0'), service('prices', '1.1.3')],
    calls: [
      calls('shop', 'prices', 'service', 'prices.internal/prices'),
      calls('shop', 'postgresql shop', 'database', 'postgresql shop'),
      calls('shop', 'redis', 'database', 'redis'),
      calls('shop', 'openai', 'genai', 'openai'),
      calls('prices', 'postgresql prices', 'database', 'postgresql prices'),
    ],
    resources: RESOURCES,
  };
}
