import { closeSync, openSync } from './intrinsics.ts';

/** The largest of the descriptors of stdin, stdout and stderr. */
const STDERR = 2;

/**
 * Opens what the application has closed of stdin, stdout and stderr, as Node.js does when it starts. Otherwise the event
 * queue of the next thread gets that number, and libuv aborts the process when the thread ends (`uv__close`).
 */
export function openStandardDescriptors(): void {
  try {
    let descriptor: number;
    do descriptor = openSync('/dev/null', 'r+');
    while (descriptor <= STDERR);
    closeSync(descriptor);
  } catch {
    // Not on Windows, not without permission, and not where no descriptor is left.
  }
}
