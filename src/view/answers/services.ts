import type { Resources } from '../model/json.ts';
import type { ServiceCalls, ServiceSummary, ServicesAnswer } from '../model/services.ts';
import type { HeldSpan } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import type { Store } from '../store/store.ts';
import type { HeldTrace } from '../store/trace-table.ts';
import { toJsonMap } from './json-value.ts';
import { peerOf, readText } from './span-facts.ts';

/** Which services send telemetry and which call each other, from what is held. */
export function servicesAnswer(
  store: Pick<Store, 'traces' | 'logs' | 'resources' | 'metrics'>,
): ServicesAnswer {
  const services = new Map<string, Tally>();
  const tallyOf = (item: Parameters<typeof serviceNameOf>[0]) => {
    const name = serviceNameOf(item);
    const known = services.get(name) ?? newTally();
    services.set(name, known);
    return known;
  };
  for (const { id, attributes } of store.resources.all()) {
    const tally = tallyOf({ resource: attributes });
    tally.resources.push(id);
    tally.version = readText(attributes, 'service.version') ?? tally.version;
    tally.runtime = runtimeOf(attributes) ?? tally.runtime;
  }
  for (const trace of store.traces.values()) {
    for (const span of trace.spans.values()) countSpan(span, trace, tallyOf(span));
  }
  for (const log of store.logs.newestFirst()) tallyOf(log).logCount += 1;
  return {
    services: [...services].map(([name, tally]) => toSummary(name, tally)).sort(byName),
    calls: callsOf(store.traces.values()),
    resources: resourcesOf(store.resources.all()),
  };
}

/** Attributes by id, as in an answer. */
export function resourcesOf(
  resources: Iterable<{ readonly id: string; readonly attributes: HeldSpan['resource'] }>,
): Resources {
  return Object.fromEntries([...resources].map(({ id, attributes }) => [id, toJsonMap(attributes)]));
}

interface Tally {
  version: string | null;
  runtime: string | null;
  readonly resources: string[];
  spanCount: number;
  logCount: number;
  errorCount: number;
  readonly durations: number[];
}

function newTally(): Tally {
  return {
    version: null,
    runtime: null,
    resources: [],
    spanCount: 0,
    logCount: 0,
    errorCount: 0,
    durations: [],
  };
}

function countSpan(span: HeldSpan, { spans }: HeldTrace, tally: Tally): void {
  tally.spanCount += 1;
  if (!isLocalRoot(span, spans)) return;
  tally.durations.push(span.durationMs);
  if (span.status.code === 'error') tally.errorCount += 1;
}

/** Work that begins in a process: a served request, a received message, or its own work. */
function isLocalRoot(span: HeldSpan, spans: ReadonlyMap<string, HeldSpan>): boolean {
  if (span.parentSpanId === null) return true;
  const parent = spans.get(span.parentSpanId);
  return parent ? parent.resourceId !== span.resourceId : span.kind === 'server' || span.kind === 'consumer';
}

function toSummary(name: string, { durations, ...tally }: Tally): ServiceSummary {
  const sorted = durations.sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return {
    name,
    ...tally,
    requestCount: sorted.length,
    durationMs: sorted.length > 0 ? { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 } : null,
  };
}

function runtimeOf(resource: HeldSpan['resource']): string | null {
  const name = readText(resource, 'process.runtime.name', 'telemetry.sdk.language');
  const version = readText(resource, 'process.runtime.version');
  return name !== null && version !== null ? `${name} ${version}` : name;
}

/** Calls between services, and calls to targets that send no telemetry. */
function callsOf(traces: Iterable<HeldTrace>): ServiceCalls[] {
  const edges = new Map<string, { -readonly [Key in keyof ServiceCalls]: ServiceCalls[Key] }>();
  for (const { spans } of traces) {
    const served = servedBy(spans);
    for (const span of spans.values()) {
      const from = serviceNameOf(span);
      const other = served.get(span.spanId);
      const peer = other === undefined ? peerOf(span) : { to: other, kind: 'service' as const };
      if (!peer || (peer.kind === 'service' && peer.to === from)) continue;
      const key = JSON.stringify([from, peer.to, peer.kind]);
      const edge = edges.get(key) ?? { from, ...peer, count: 0, errorCount: 0, averageMs: 0 };
      edge.averageMs = (edge.averageMs * edge.count + span.durationMs) / (edge.count + 1);
      edge.count += 1;
      if (span.status.code === 'error') edge.errorCount += 1;
      edges.set(key, edge);
    }
  }
  return [...edges.values()].sort((one, other) => other.count - one.count);
}

/** The service that received a call, by the id of the calling span. */
function servedBy(spans: ReadonlyMap<string, HeldSpan>): Map<string, string> {
  const served = new Map<string, string>();
  for (const { kind, parentSpanId, resource } of spans.values()) {
    if (parentSpanId !== null && (kind === 'server' || kind === 'consumer'))
      served.set(parentSpanId, serviceNameOf({ resource }));
  }
  return served;
}

function byName(one: ServiceSummary, other: ServiceSummary): number {
  return one.name < other.name ? -1 : 1;
}
