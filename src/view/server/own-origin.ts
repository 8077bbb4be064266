import type { IncomingHttpHeaders } from 'node:http';

/** The names under which this machine reaches its own loopback interface. */
const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Why a request is refused, or null: it names another host than this machine (a name of somebody else's that leads
 * here: DNS rebinding), or a page of another origin sent it.
 */
export function foreignness({ host, origin }: IncomingHttpHeaders, port: number): string | null {
  if (!isOwnHost(host, port)) return `Host is not ${OWN_NAMES.map(name => `${name}:${port}`).join(', ')}`;
  if (
    origin !== undefined &&
    !OWN_NAMES.some(name => origin.toLowerCase() === `http://${name}${suffix(port)}`)
  )
    return 'Origin is another page';
  return null;
}

function isOwnHost(host: string | undefined, port: number): boolean {
  const lower = host?.toLowerCase();
  return OWN_NAMES.some(name => lower === `${name}:${port}` || (port === 80 && lower === name));
}

/** A browser leaves out the port that its scheme has anyway. */
function suffix(port: number): string {
  return port === 80 ? '' : `:${port}`;
}
