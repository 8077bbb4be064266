declare const process: { readonly abort?: { readonly disabled?: boolean } };

/**
 * Whether this is certainly the main thread. `node:worker_threads` knows, but to load it takes a quarter of what otel-run
 * adds to a start. Node.js deletes the one and marks the other where a thread starts, in every version
 * (`lib/internal/bootstrap/switches/is_not_main_thread.js`). Each alone could be an application's own doing.
 *
 * In syntax that old runtimes understand, for the door.
 */
export function isCertainlyMainThread(): boolean {
  return '_debugProcess' in process && !!process.abort && !process.abort.disabled;
}
