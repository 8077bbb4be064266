import { bindCallbacks, bindLastFunction } from './bind-calls.ts';
import { replaced } from './bind-made.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/**
 * For locks: a waiting function runs in the context in which it asked, not in that of the code that unlocks.
 */
export function bindLocks({ Mutex, Semaphore, ReadWriteLock, CondVariable }: Exports): void {
  bindCallbacks(Mutex?.prototype, 'lock', 'timedLock');
  bindCallbacks(Semaphore?.prototype, 'wait');
  bindCallbacks(ReadWriteLock?.prototype, ...['readLock', 'writeLock', 'timedReadLock', 'timedWriteLock']);
  bindLastFunction(CondVariable?.prototype, 'wait');
}

/** For rwlock: the same. Each lock has its own methods. */
export function bindMadeLocks(Lock: unknown): unknown {
  return replaced(Lock, made => {
    const lock = made as { readonly async?: object };
    for (const target of [lock, lock.async]) bindCallbacks(target, 'readLock', 'writeLock');
    return made;
  });
}
