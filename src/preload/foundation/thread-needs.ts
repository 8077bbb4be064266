import { closeSync, openSync, realpathSync } from './intrinsics.ts';

/** More than a thread of Node.js opens while it starts. */
const DESCRIPTORS = 40;

/** Whether the working directory was removed. Every thread without preloads reads it, and ends if it was. */
export function isFolderRemoved(): boolean {
  try {
    realpathSync.native('.');
    return false;
  } catch (error) {
    return codeOf(error) === 'ENOENT';
  }
}

/**
 * A thread that ends while it starts never answers. Code that blocks until it answers would hang.
 *
 * @throws if too few files can be opened for another thread
 */
export function assertDescriptorsLeft(): void {
  const opened: number[] = [];
  try {
    while (opened.length < DESCRIPTORS) opened.push(openSync(process.execPath, 'r'));
  } catch (error) {
    if (/^E[MN]FILE$/.test(codeOf(error))) throw new Error('too few file descriptors are left for a thread');
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

function codeOf(error: unknown): string {
  return String(Reflect.get(Object(error), 'code'));
}
