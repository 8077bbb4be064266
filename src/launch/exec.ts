import { restoreDefault } from './restore-default.ts';

/** `process.execve`, available since Node.js 22.15, but not on Windows. */
export type Execve = (path: string, argv: readonly string[], env: Record<string, string>) => never;

/**
 * Signals that Node.js ignores and that would stay ignored in the command: a
 * shell pipeline in it would not end.
 */
const IGNORED_BY_NODE = ['SIGPIPE', 'SIGXFSZ'] as const;

/** `process.execve` of the running Node.js, undefined if it has none. */
export function findExecve(): Execve | undefined {
  const execve: unknown = Reflect.get(process, 'execve');
  return typeof execve === 'function' ? (execve.bind(process) as Execve) : undefined;
}

/**
 * Replaces this process with the command. Does not return. If the command cannot be
 * executed, the process ends with SIGABRT.
 */
export function exec(execve: Execve, path: string, argv: readonly string[], env: NodeJS.ProcessEnv): never {
  for (const signal of IGNORED_BY_NODE) restoreDefault(signal);
  return execve(path, argv, definedVariables(env));
}

/** The variables that are set, in the form that Node.js accepts for another program. */
export function definedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
