import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One open file descriptor, as /proc shows it. */
export interface Descriptor {
  readonly number: number;
  /** `pipe:[18601]`, `socket:[7]`, `anon_inode:[eventpoll]` or a path. */
  readonly target: string;
  /** Node.js marks what it inherits, like what it opens itself, to be closed when another program is executed. */
  readonly closesOnExec: boolean;
}

const FIRST_BEYOND_STDIO = 3;

const CLOSE_ON_EXEC = 0o2000000;

/**
 * The descriptors beyond stdio that were given to this process and would be lost to a program that replaces it.
 *
 * Node.js opens its own first of all, at the lowest numbers that are free: an event queue, then pairs of pipes,
 * more queues and /dev/null. So whatever lies below the first event queue was there before, and above it whatever
 * is none of those kinds.
 */
export function inheritedDescriptors(descriptors: readonly Descriptor[]): number[] {
  const beyond = descriptors.filter(
    ({ number, closesOnExec }) => number >= FIRST_BEYOND_STDIO && closesOnExec,
  );
  const firstOwn = Math.min(
    ...beyond.filter(({ target }) => isEventQueue(target)).map(({ number }) => number),
  );
  const isPair = (target: string) => beyond.filter(other => other.target === target).length === 2;
  const isOwnKind = ({ target }: Descriptor) =>
    target.startsWith('anon_inode:') ||
    target === '/dev/null' ||
    (target.startsWith('pipe:') && isPair(target));
  return beyond
    .filter(descriptor => descriptor.number < firstOwn || !isOwnKind(descriptor))
    .map(({ number }) => number)
    .sort((one, other) => one - other);
}

/** The open descriptors of this process; undefined where the system does not tell. */
export function readDescriptors(): Descriptor[] | undefined {
  try {
    return readdirSync('/proc/self/fd').flatMap(name => readDescriptor(Number(name)) ?? []);
  } catch {
    return undefined;
  }
}

/** Undefined for the descriptor that listing the folder itself took. */
function readDescriptor(number: number): Descriptor | undefined {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${number}`, 'utf8'))?.[1] ?? '0';
    return {
      number,
      target: readlinkSync(`/proc/self/fd/${number}`),
      closesOnExec: (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0,
    };
  } catch {
    return undefined;
  }
}

function isEventQueue(target: string): boolean {
  return target === 'anon_inode:[eventpoll]';
}
