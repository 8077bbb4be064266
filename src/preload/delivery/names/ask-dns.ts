import dns from 'node:dns';
import { monotonicNow } from '../../foundation/intrinsics.ts';
import type { Address } from './name-service.ts';

/** The DNS answer for some names. */
export interface DnsAnswer {
  readonly addresses: readonly Address[];
  /** DNS quickly said that the name does not exist: asking again will be quick, too. */
  readonly isSureAndQuick: boolean;
}

/** Milliseconds in which an answer is quick, and for which addresses of one family wait for the other's. */
const QUICK = 300;

const NO_SUCH_NAME = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks DNS for names in turn, until one has an address. It avoids the system's resolver, which blocks a
 * thread of the pool that the application's look-ups and files share, and delays the end of the process while
 * a server is silent.
 */
export async function askDns(names: readonly string[]): Promise<DnsAnswer> {
  const start = monotonicNow();
  const resolver = new dns.promises.Resolver();
  for (const name of names) {
    const families = [resolver.resolve4(name).then(of(4)), resolver.resolve6(name).then(of(6))];
    const results = await settledSoon(families);
    const addresses = results.flatMap(result => (result?.status === 'fulfilled' ? result.value : []));
    if (addresses.length > 0) return { addresses, isSureAndQuick: false };
    if (!results.every(isRefusal)) return { addresses, isSureAndQuick: false };
  }
  return { addresses: [], isSureAndQuick: monotonicNow() - start < QUICK };
}

const of =
  (family: number) =>
  (addresses: readonly string[]): Address[] =>
    addresses.map(address => ({ address, family }));

type Result = PromiseSettledResult<Address[]> | undefined;

/** If the first answer has addresses, the second one gets little time: some servers never answer for IPv6. */
function settledSoon(families: readonly Promise<Address[]>[]): Promise<Result[]> {
  const results: Result[] = families.map(() => undefined);
  return new Promise(resolve => {
    const note = (index: number, result: Result) => {
      results[index] = result;
      if (results.every(Boolean)) resolve(results);
      else if (result?.status === 'fulfilled') setTimeout(() => resolve(results), QUICK).unref();
    };
    families.forEach((family, index) => {
      family.then(
        value => note(index, { status: 'fulfilled', value }),
        reason => note(index, { status: 'rejected', reason }),
      );
    });
  });
}

function isRefusal(result: Result): boolean {
  return result?.status === 'rejected' && NO_SUCH_NAME.has(result.reason.code);
}
