import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One open file descriptor, from /proc. */
export interface Descriptor {
  readonly number: number;
  /** `pipe:[18601]`, `socket:[7]`, `anon_inode:[eventpoll]` or a path. */
  readonly target: string;
  /** Node.js marks both inherited and its own descriptors to be closed when another program is executed. */
  readonly closesOnExec: boolean;
}

const FIRST_BEYOND_STDIO = 3;

const CLOSE_ON_EXEC = 0o2000000;

/**
 * The descriptors other than stdio that this process inherited, and that a program replacing it would lose.
 *
 * Node.js opens its own descriptors first, at the lowest free numbers: an event queue, then pairs
 * of pipes, more queues and /dev/null. So descriptors below the first event queue are inherited,
 * and above it those of any other kind.
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

/** The open descriptors of this process; undefined if the system does not list them. */
export function readDescriptors(): Descriptor[] | undefined {
  try {
    return readdirSync('/proc/self/fd').flatMap(name => readDescriptor(Number(name)) ?? []);
  } catch {
    return undefined;
  }
}

/** Undefined for the descriptor that was used to list the folder. */
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
