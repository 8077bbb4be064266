import type { MessageChannel } from './message-channel.ts';

/** What is to be started. */
export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
}

/** What a child inherits beside stdio and environment. */
export interface Inheritance {
  /** Open file descriptors beyond 2, the one of the message channel left out. */
  readonly descriptors: readonly number[];
  readonly channel: MessageChannel | undefined;
}

/** How a command is started: in place of otel-run, or as its child. */
export type Plan =
  | { readonly launch: 'exec'; readonly path: string }
  | ({ readonly launch: 'spawn' } & Inheritance);

/** What is known about this process and the command before it is started. */
export interface LaunchFacts extends Inheritance {
  /** Whether `process.execve` is there. */
  readonly canExec: boolean;
  /** Where the command is. */
  readonly path: string;
  readonly surelyExecutable: boolean;
  /** Arguments and `NAME=value` variables that the command gets. */
  readonly strings: readonly string[];
}

/** Longer strings are refused by the kernel, each with its final NUL (Linux MAX_ARG_STRLEN). */
const LONGEST_STRING = 128 * 1024;

/**
 * All of them together fit in a quarter of the stack limit (execve(2)), which is 2 MiB unless someone changed it.
 * Whatever the limit, the kernel grants 128 KiB.
 */
const ALL_STRINGS = 128 * 1024;

/** Beside its own bytes each string takes a pointer. */
const POINTER = 8;

/** The path of the program and of an interpreter count too. */
const PATHS = 2 * 4096;

/**
 * Chooses how to start: in place of otel-run where that cannot fail and loses nothing, because then process id,
 * signals, exit code and memory are the command's own; as a child otherwise.
 */
export function planLaunch(facts: LaunchFacts): Plan {
  const { descriptors, channel } = facts;
  const losesNothing = descriptors.length === 0 && !channel;
  if (facts.canExec && facts.surelyExecutable && losesNothing && fits(facts.strings))
    return { launch: 'exec', path: facts.path };
  return { launch: 'spawn', descriptors, channel };
}

function fits(strings: readonly string[]): boolean {
  const sizes = strings.map(string => Buffer.byteLength(string) + 1);
  const total = sizes.reduce((sum, size) => sum + size + POINTER, PATHS);
  return Math.max(...sizes) <= LONGEST_STRING && total <= ALL_STRINGS;
}
