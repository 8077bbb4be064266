import type { Awaited } from '../hooks/awaited-modules.ts';

let isInUse = false;

/** Notes that the application has a queue that keeps its jobs in Redis. */
export function awaitRedisQueues(): Awaited {
  return {
    targets: ['bull', 'bullmq', 'bee-queue'],
    enable() {
      isInUse = true;
    },
  };
}

/**
 * Whether Redis commands outside all work may come from a queue, which polls, locks and cleans up with them.
 */
export function hasRedisQueue(): boolean {
  return isInUse;
}
