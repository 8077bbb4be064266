import type { Attributes, AttributeValue, LogRecord, MetricPoint, Span } from '../../receiver/telemetry.ts';
import { startMs, toUnits } from '../cost/unit.ts';
import { bodyText } from '../evidence.ts';
import type { Facts } from '../facts.ts';
import { hideSecrets } from '../secret-patterns.ts';
import { stableName, stableText } from '../stable-text.ts';
import type { AttributeTypes, Shape } from './shape.ts';

const SEVERITIES = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Derives the shape of what arrived. Pure. */
export function shapeOf({ telemetry, requests }: Pick<Facts, 'telemetry' | 'requests'>): Shape {
  const { logs, metricPoints } = telemetry;
  const spans = withoutProbes(telemetry.spans, requests);
  const byId = new Map(telemetry.spans.map(span => [`${span.traceId}/${span.spanId}`, span]));
  const services = [...spans, ...logs, ...metricPoints].map(serviceOf);
  return sorted(
    services.map(service => {
      const own = <Item extends Span | LogRecord | MetricPoint>(items: readonly Item[]) =>
        items.filter(item => serviceOf(item) === service);
      return [
        service,
        {
          spans: typesBy(own(spans), span => spanKey(span, byId)),
          records: typesBy(own(logs), recordKey),
          instruments: typesBy(own(metricPoints), instrumentKey),
        },
      ];
    }),
  );
}

/** Readiness is probed a varying number of times, with varying answers. */
function withoutProbes(spans: readonly Span[], requests: Facts['requests']): readonly Span[] {
  const began = Math.min(...requests.map(({ sentAt = 0 }) => sentAt));
  if (!Number.isFinite(began)) return spans;
  const probes = toUnits(spans).filter(({ first }) => first.kind === 'server' && startMs(first) < began - 3);
  const traces = new Set(probes.map(({ first }) => first.traceId));
  return spans.filter(({ traceId }) => !traces.has(traceId));
}

function serviceOf({ resource }: Span | LogRecord | MetricPoint): string {
  return String(resource['service.name'] ?? '');
}

function spanKey(span: Span, byId: ReadonlyMap<string, Span>): string {
  const key = `${safeName(span.name)} (${span.kind})`;
  if (span.parentSpanId === null) return key;
  const parent = byId.get(`${span.traceId}/${span.parentSpanId}`);
  return `${key} in ${parent ? safeName(parent.name) : 'another process'}`;
}

function recordKey(log: LogRecord): string {
  const severity = SEVERITIES[Math.ceil(log.severityNumber / 4) - 1] ?? 'unset';
  const text = typeof log.body === 'string' || log.body === null ? bodyText(log) : typeOf(log.body);
  return `${severity}: ${hideSecrets(stableText(text))}`;
}

function instrumentKey({ name, type, unit }: MetricPoint): string {
  return `${name} (${[type, unit].filter(Boolean).join(', ')})`;
}

function safeName(name: string): string {
  return hideSecrets(stableName(name));
}

/** The union of the attributes of all items of a kind. */
function typesBy<Item extends { readonly attributes: Attributes }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Record<string, AttributeTypes> {
  const kinds = new Map<string, Map<string, Set<string>>>();
  for (const item of items) {
    const types = kinds.get(keyOf(item)) ?? new Map<string, Set<string>>();
    kinds.set(keyOf(item), types);
    for (const [name, value] of Object.entries(item.attributes)) {
      const stable = stableName(name);
      types.set(stable, (types.get(stable) ?? new Set()).add(typeOf(value)));
    }
  }
  return sorted(
    [...kinds].map(([key, types]) => [
      key,
      sorted([...types].map(([name, seen]) => [name, [...seen].sort().join(' | ')])),
    ]),
  );
}

/** A list may or may not be empty, and a number may or may not be whole, so these count as one type. */
function typeOf(value: AttributeValue): string {
  if (value === null) return 'null';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'map' : typeof value;
}

/** In the order of code units, independent of the locale. */
function sorted<Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)));
}
