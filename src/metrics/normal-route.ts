import { explosionOf } from '../shared/exploding-labels.ts';
import { memoize } from '../shared/memoize.ts';

/** A segment with a value instead of a parameter: a number or an id. */
const NUMBER = /^\d+$/;

/**
 * A route that is safe for a metric, because some frameworks report the request's path as the route. Query
 * and trailing slash are removed, and each segment that is a number or an id becomes `:id`.
 */
export const normalRoute = /* @__PURE__ */ memoize((route: string): string => {
  const [path = ''] = route.split(/[?#]/, 1);
  const segments = path.split('/').map(segment => (isId(segment) ? ':id' : segment));
  const normal = segments.join('/').replace(/(?<=[^/])\/+$/, '');
  return normal === '' ? '/' : normal;
}, 1000);

function isId(segment: string): boolean {
  return NUMBER.test(segment) || explosionOf('', segment) !== undefined;
}
