/**
 * Gives a signal its default back in this process, also where Node.js ignores it from the start: SIGPIPE, SIGXFSZ.
 * libuv restores the default when the last listener goes.
 */
export function restoreDefault(signal: NodeJS.Signals): void {
  const listener = () => {};
  process.on(signal, listener).off(signal, listener);
}
