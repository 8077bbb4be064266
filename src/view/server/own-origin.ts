import type { IncomingHttpHeaders } from 'node:http';

/** The names for this machine's own loopback interface. */
const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Why a request is refused, or null: it names a host other than this machine (a foreign name that resolves
 * here: DNS rebinding), or a page of another origin sent it.
 */
export function foreignness(headers: IncomingHttpHeaders, port: number): string | null {
  const { host, origin } = headers;
  if (!isOwnHost(host, port)) return `Host is not ${OWN_NAMES.map(name => `${name}:${port}`).join(', ')}`;
  if (
    origin !== undefined &&
    !OWN_NAMES.some(name => origin.toLowerCase() === `http://${name}${suffix(port)}`)
  )
    return 'Origin is another page';
  return isFromElsewhere(headers) ? 'another page requests it' : null;
}

/**
 * A resource embedded by a page of another origin has no Origin header, but browsers send where
 * it comes from. A link may lead here.
 */
function isFromElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  const isElsewhere = site === 'cross-site' || site === 'same-site';
  return isElsewhere && headers['sec-fetch-mode'] !== 'navigate';
}

function isOwnHost(host: string | undefined, port: number): boolean {
  const lower = host?.toLowerCase();
  return OWN_NAMES.some(name => lower === `${name}:${port}` || (port === 80 && lower === name));
}

/** A browser leaves out the default port of the scheme. */
function suffix(port: number): string {
  return port === 80 ? '' : `:${port}`;
}
