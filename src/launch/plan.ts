import type { MessageChannel } from './message-channel.ts';

/** The command to start. */
export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
}

/** What a child inherits in addition to stdio and environment. */
export interface Inheritance {
  /** Open file descriptors above 2, except for the message channel. */
  readonly descriptors: readonly number[];
  readonly channel: MessageChannel | undefined;
}

/** How to start a command: in place of otel-run, or as its child. */
export type Plan =
  | { readonly launch: 'exec'; readonly path: string }
  | ({ readonly launch: 'spawn' } & Inheritance);

/** What is known about this process and the command before the start. */
export interface LaunchFacts extends Inheritance {
  /** Whether `process.execve` is available. */
  readonly canExec: boolean;
  /** The path of the command. */
  readonly path: string;
  readonly surelyExecutable: boolean;
  /** Arguments and `NAME=value` variables that the command gets. */
  readonly strings: readonly string[];
}

/** The kernel refuses longer strings, including the final NUL (Linux MAX_ARG_STRLEN). */
const LONGEST_STRING = 128 * 1024;

/**
 * All strings together must fit in a quarter of the stack limit (execve(2)), which is 2 MiB by default. The
 * kernel always grants 128 KiB, whatever the limit.
 */
const ALL_STRINGS = 128 * 1024;

/** In addition to its bytes, each string takes a pointer. */
const POINTER = 8;

/** The paths of the program and of an interpreter also count. */
const PATHS = 2 * 4096;

/**
 * Decides how to start. In place of otel-run if that cannot fail and loses nothing: then process id, signals,
 * exit code and memory are the command's own. Otherwise as a child.
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
