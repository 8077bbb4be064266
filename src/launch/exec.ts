import { restoreDefault } from './restore-default.ts';

/** `process.execve`, there since Node.js 22.15, not on Windows. */
export type Execve = (path: string, argv: readonly string[], env: Record<string, string>) => never;

/** Signals that Node.js ignores and that would stay ignored in the command: no shell pipeline would end there. */
const IGNORED_BY_NODE = ['SIGPIPE', 'SIGXFSZ'] as const;

/** The running Node's `process.execve`, undefined where it has none. */
export function findExecve(): Execve | undefined {
  const execve: unknown = Reflect.get(process, 'execve');
  return typeof execve === 'function' ? (execve.bind(process) as Execve) : undefined;
}

/** Replaces this process by the command. Does not return; a command that cannot be executed ends it with SIGABRT. */
export function exec(execve: Execve, path: string, argv: readonly string[], env: NodeJS.ProcessEnv): never {
  for (const signal of IGNORED_BY_NODE) restoreDefault(signal);
  return execve(path, argv, definedVariables(env));
}

/** The variables that are set, as Node.js takes them for another program. */
export function definedVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
