import type { Span } from '../receiver/telemetry.ts';

/** Answers that no route gives: nothing was found, or the method is not for it. */
const WITHOUT_ROUTE = [101, 404, 405];

const METHODS_WITHOUT_ROUTE = ['OPTIONS'];

/** Finds requests that were answered and yet have no route, so that all of them share one name. */
export function findMissingRoutes(spans: readonly Span[]): Span[] {
  return spans.filter(({ kind, attributes }) => {
    const method = attributes['http.request.method'] ?? attributes['http.method'];
    const status = Number(attributes['http.response.status_code'] ?? attributes['http.status_code']);
    if (kind !== 'server' || typeof method !== 'string' || METHODS_WITHOUT_ROUTE.includes(method))
      return false;
    return attributes['http.route'] === undefined && !WITHOUT_ROUTE.includes(status);
  });
}
