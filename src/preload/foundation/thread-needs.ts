import { closeSync, openSync, readFileSync, realpathSync } from './intrinsics.ts';
import { loadPart } from './parts.ts';

/** Limits of a process that a thread may reach: fewer than 100 threads or open files, less than 10 GB of addresses. */
const LOW = /^Max (?:processes +\d\d?|open files +\d\d?|address space +\d{1,10}) /m;

/**
 * Linux only; elsewhere such limits are rare.
 *
 * @throws if a low limit of the process leaves too little for another thread and the application
 */
export function assertRoomForThread(): void {
  let limits = '';
  try {
    limits = readFileSync('/proc/self/limits', 'latin1');
  } catch {
    return;
  }
  if (LOW.test(limits)) loadPart('thread-limits').assertWithinLimits(limits);
}

/** Whether the working directory was removed. Every thread without preloads reads it, and ends if it was. */
export function isFolderRemoved(): boolean {
  try {
    realpathSync.native('.');
    return false;
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}

/** @throws if fewer files can be opened than another thread needs */
export function assertDescriptorsLeft(needed: number): void {
  const opened: number[] = [];
  try {
    while (opened.length < needed) opened.push(openSync(process.execPath, 'r'));
  } catch (error) {
    if (/^E[MN]FILE$/.test(codeOf(error))) throw new Error('too few file descriptors are left for a thread');
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

function codeOf(error: unknown): string {
  return String(Reflect.get(Object(error), 'code'));
}
