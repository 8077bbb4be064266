const sent = new WeakSet<object>();

/**
 * Whether ioredis, or redis before version 4, sends a command again: one that was asked for before the connection was
 * ready, or that a lost connection left without an answer. It has its span.
 */
export function isSentAgain(command: object): boolean {
  if (sent.has(command)) return true;
  sent.add(command);
  return false;
}
