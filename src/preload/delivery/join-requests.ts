import type { Route } from '../../config/route.ts';

/**
 * Joins requests of one route. Encoded protobuf messages merge by concatenation (a repeated field may be
 * split into several pieces, "Last One Wins" in the encoding guide). JSON requests merge by the one list that
 * each of them has.
 */
export function joinRequests(route: Route, bodies: readonly Uint8Array[]): Uint8Array {
  if (route.protocol !== 'http/json') return concatenate(bodies);
  const joined: Record<string, unknown[]> = {};
  for (const body of bodies) {
    const request: Record<string, unknown[]> = JSON.parse(Buffer.from(body).toString());
    for (const [list, items] of Object.entries(request)) joined[list] = [...(joined[list] ?? []), ...items];
  }
  return new TextEncoder().encode(JSON.stringify(joined));
}

function concatenate(bodies: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(bodies.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const body of bodies) {
    joined.set(body, end);
    end += body.length;
  }
  return joined;
}
