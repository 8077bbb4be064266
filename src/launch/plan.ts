/** What is to be started. */
export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
}

/** How a command is started: in place of otel-run, or as its child. */
export type Plan =
  | { readonly launch: 'exec'; readonly path: string }
  | { readonly launch: 'spawn'; readonly descriptors: readonly number[]; readonly ipc: boolean };

/** What is known about this process and the command before it is started. */
export interface LaunchFacts {
  /** Whether `process.execve` is there. */
  readonly canExec: boolean;
  readonly path: string;
  readonly surelyExecutable: boolean;
  readonly descriptors: readonly number[];
  /** Whether this process was forked with a message channel. */
  readonly ipc: boolean;
  /** Bytes of the longest argument or variable, and of all together. */
  readonly longestString: number;
  readonly totalStrings: number;
}

/** Longer strings are refused by the kernel (Linux MAX_ARG_STRLEN), and all of them by a quarter of the stack limit. */
const LONGEST_STRING = 128 * 1024;
const ALL_STRINGS = 1024 * 1024;

/**
 * Chooses how to start: in place of otel-run where that cannot fail and loses nothing, because then process id,
 * signals, exit code and memory are the command's own; as a child otherwise.
 */
export function planLaunch(facts: LaunchFacts): Plan {
  const fits = facts.longestString < LONGEST_STRING && facts.totalStrings < ALL_STRINGS;
  const losesNothing = facts.descriptors.length === 0 && !facts.ipc;
  if (facts.canExec && facts.surelyExecutable && fits && losesNothing)
    return { launch: 'exec', path: facts.path };
  return { launch: 'spawn', descriptors: facts.descriptors, ipc: facts.ipc };
}
