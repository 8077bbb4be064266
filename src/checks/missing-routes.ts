import type { Span } from '../receiver/telemetry.ts';

/** Statuses of answers without a route: not found, or method not allowed. */
const WITHOUT_ROUTE = [101, 404, 405];

const METHODS_WITHOUT_ROUTE = ['OPTIONS'];

/** Finds answered requests without a route, all of which share one name. */
export function findMissingRoutes(spans: readonly Span[]): Span[] {
  return spans.filter(({ kind, attributes }) => {
    const method = attributes['http.request.method'] ?? attributes['http.method'];
    const status = Number(attributes['http.response.status_code'] ?? attributes['http.status_code']);
    if (kind !== 'server' || typeof method !== 'string' || METHODS_WITHOUT_ROUTE.includes(method))
      return false;
    return attributes['http.route'] === undefined && !WITHOUT_ROUTE.includes(status);
  });
}
