/**
 * Restores the default of a signal in this process, even if Node.js ignores it from the start: SIGPIPE,
 * SIGXFSZ. libuv restores the default when the last listener is removed.
 */
export function restoreDefault(signal: NodeJS.Signals): void {
  const listener = () => {};
  process.on(signal, listener).off(signal, listener);
}
