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

/** Whether commands of Redis that nothing under way asks for may be a queue's, which polls, locks and tidies up by them. */
export function hasRedisQueue(): boolean {
  return isInUse;
}
