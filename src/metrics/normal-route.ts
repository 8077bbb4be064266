import { explosionOf } from '../shared/exploding-labels.ts';
import { memoize } from '../shared/memoize.ts';

/** A segment that stands for itself: no parameter, but a number or an id. */
const NUMBER = /^\d+$/;

/**
 * A route as a metric may have it: some frameworks give the path of the request for it. Without query and slash at the
 * end, and with `:id` for each segment that is a number or an id.
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
