import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import type { Address } from './name-service.ts';
import { createResolver } from './resolve-name.ts';

type OnLookUp = (error: Error | null, address?: unknown, family?: number) => void;

/**
 * Replaces this thread's `dns.lookup`, with which connections of Node.js and of gRPC find their hosts. Only
 * for otel-run's own threads.
 */
export function replaceLookUp(): void {
  const original = dns.promises.lookup;
  const resolve = createResolver(name => original(name, { all: true }));

  async function lookUp(name: string, { family, order, verbatim }: LookupOptions): Promise<LookupAddress[]> {
    if (isIP(name)) return original(name, { all: true });
    const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : (family ?? 0);
    const addresses = (await resolve(name)).filter(address => wanted === 0 || address.family === wanted);
    if (addresses.length > 0)
      return inOrder(addresses, order ?? (verbatim === false ? 'ipv4first' : undefined));
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
      hostname: name,
    });
  }

  const withCallback = (name: string, options: LookupOptions | OnLookUp, callback?: OnLookUp): void => {
    const given = typeof options === 'object' ? options : {};
    const done = (callback ?? options) as OnLookUp;
    lookUp(name, given).then(
      addresses =>
        given.all ? done(null, addresses) : done(null, addresses[0]?.address, addresses[0]?.family),
      error => done(error),
    );
  };
  const withPromise = async (name: string, options: LookupOptions = {}) => {
    const addresses = await lookUp(name, options);
    return options.all ? addresses : addresses[0];
  };
  Object.assign(dns, { lookup: withCallback });
  Object.assign(dns.promises, { lookup: withPromise });
}

/**
 * The system would prefer a reachable address. A connection tries the next one if an address is unreachable.
 */
function inOrder(addresses: readonly Address[], order = dns.getDefaultResultOrder()): Address[] {
  const first = order === 'ipv6first' ? 6 : 4;
  return addresses.toSorted((one, other) => Number(other.family === first) - Number(one.family === first));
}
