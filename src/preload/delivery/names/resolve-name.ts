import { hostname } from 'node:os';
import { monotonicNow, readFileSync } from '../../foundation/intrinsics.ts';
import { askDns } from './ask-dns.ts';
import { type Address, findInHosts, isByDns, namesToAsk } from './name-service.ts';

/** Resolves with the system's resolver, in a thread of the pool that the entire process shares. */
export type AskSystem = (name: string) => Promise<readonly Address[]>;

/** Milliseconds for which addresses, or the lack of them, are cached. */
const KEPT = 10_000;
const KEPT_FAILURE = 5000;

interface Entry {
  readonly addresses: Promise<readonly Address[]>;
  until: number;
}

/**
 * Resolves host names as the process would, if possible without its thread pool: on Linux, if names come from
 * the hosts file and DNS. Elsewhere, and for names that only the system knows, it asks the system, one name
 * at a time. Concurrent requests for a name share one query. Results and failures are cached for a while.
 */
export function createResolver(askSystem: AskSystem): (name: string) => Promise<readonly Address[]> {
  const known = new Map<string, Entry>();
  let queue: Promise<unknown> = Promise.resolve();
  const oneAtATime: AskSystem = name => {
    const asked = queue.then(() => askSystem(name));
    queue = asked.catch(() => {});
    return asked;
  };
  return name => {
    const existing = known.get(name);
    if (existing && existing.until > monotonicNow()) return existing.addresses;
    const entry: Entry = { addresses: resolve(name, oneAtATime), until: Number.POSITIVE_INFINITY };
    known.set(name, entry);
    const keep = (milliseconds: number) => {
      entry.until = monotonicNow() + milliseconds;
    };
    entry.addresses.then(
      () => keep(KEPT),
      () => keep(KEPT_FAILURE),
    );
    return entry.addresses;
  };
}

async function resolve(name: string, askSystem: AskSystem): Promise<readonly Address[]> {
  if (!canAskDns(name)) return askSystem(name);
  const local = findInHosts(read('/etc/hosts'), name);
  if (local.length > 0) return local;
  const names = namesToAsk(name, read('/etc/resolv.conf'), process.env, hostname());
  const { addresses, isSureAndQuick } = await askDns(names);
  if (addresses.length > 0) return addresses;
  if (isSureAndQuick) return askSystem(name);
  throw Object.assign(new Error(`getaddrinfo EAI_AGAIN ${name}`), {
    code: 'EAI_AGAIN',
    syscall: 'getaddrinfo',
    hostname: name,
  });
}

/** Names under `local` belong to multicast DNS. */
function canAskDns(name: string): boolean {
  return process.platform === 'linux' && !name.endsWith('.local') && isByDns(read('/etc/nsswitch.conf'));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
