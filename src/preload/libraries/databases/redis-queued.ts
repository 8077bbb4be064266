const sent = new WeakSet<object>();

/**
 * Whether ioredis, or redis before version 4, sends a command again: because the connection was not ready, or
 * was lost before the answer. Such a command already has its span.
 */
export function isSentAgain(command: object): boolean {
  if (sent.has(command)) return true;
  sent.add(command);
  return false;
}
