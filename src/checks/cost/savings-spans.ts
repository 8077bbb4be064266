import type { Span } from '../../receiver/telemetry.ts';
import type { Facts } from '../facts.ts';
import type { Attribution, RouteShare } from './attribution.ts';
import { percent, type Saving } from './saving.ts';
import { isServing } from './unit.ts';

/** Paths of health checks and scrapers. */
const PROBES =
  /\/(?:-\/)?_?(?:health(?:[-_]?checks?|z)?|live(?:ness|z)?|ready|readiness|readyz|ping|pong|status|alive|up|heartbeat|metrics)\/?$/i;

const LEAST_SHARE_OF_PROBES = 0.05;

/** Internal spans of a library and equal spans in one request are reported from here on. */
const LEAST_SHARE = 0.25;
const MOST_IN_A_REQUEST = 10;

const UPSTREAM = /^@opentelemetry\/instrumentation-(.+)$/;

/** Routes, libraries and repeated calls with a large share of the spans. */
export function spanSavings(facts: Facts, attribution: Attribution): Saving[] {
  const { spans } = facts.telemetry;
  if (spans.length === 0) return [];
  return [
    ...probes(facts, attribution.routes),
    ...internalSpans(spans),
    ...repeatedSpans(spans, attribution),
  ];
}

function probes({ telemetry: { spans }, expected }: Facts, routes: readonly RouteShare[]): Saving[] {
  return routes.flatMap(({ name, spans: own }): Saving[] => {
    const server = own.find(isServing);
    const path =
      String(server?.attributes['url.path'] ?? server?.attributes['http.target'] ?? '').split('?')[0] ?? '';
    const share = own.length / spans.length;
    if (!PROBES.test(path) || share < LEAST_SHARE_OF_PROBES) return [];
    return [
      {
        of: 'spans',
        name,
        share,
        message: `${name} is ${percent(share)} of spans`,
        fix: `OTEL_RUN_IGNORE_PATHS=${[...expected.ignorePaths, path].join(',')}`,
      },
    ];
  });
}

function internalSpans(spans: readonly Span[]): Saving[] {
  const scopes = new Map<string, number>();
  for (const { kind, scope } of spans)
    if (kind === 'internal') scopes.set(scope.name, (scopes.get(scope.name) ?? 0) + 1);
  return [...scopes].flatMap(([name, count]): Saving[] => {
    const [, library] = UPSTREAM.exec(name) ?? [];
    const share = count / spans.length;
    if (!library || share < LEAST_SHARE) return [];
    return [
      {
        of: 'spans',
        name,
        share,
        message: `internal spans of ${name} are ${percent(share)} of spans`,
        fix: `OTEL_NODE_DISABLED_INSTRUMENTATIONS=${library}`,
      },
    ];
  });
}

function repeatedSpans(spans: readonly Span[], { requested, count, per }: Attribution): Saving[] {
  const counts = new Map<string, { name: string; spans: number }>();
  for (const { name, kind } of requested.spans) {
    const key = `${kind}/${name}`;
    counts.set(key, { name, spans: (counts.get(key)?.spans ?? 0) + 1 });
  }
  return [...counts.values()].flatMap(({ name, spans: own }): Saving[] => {
    const share = own / spans.length;
    if (share < LEAST_SHARE || own / count <= MOST_IN_A_REQUEST) return [];
    return [
      {
        of: 'spans',
        name,
        share,
        message: `${name} is ${percent(share)} of spans: ${Math.round(own / count)} a ${per}`,
        fix: 'fetch all of them at once, where the code allows',
      },
    ];
  });
}
