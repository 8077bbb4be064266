import { exec, findExecve } from './exec.ts';
import { isSurelyExecutable } from './executable-format.ts';
import { type FoundExecutable, findExecutable } from './find-executable.ts';
import { inheritedDescriptors, readDescriptors } from './inherited-descriptors.ts';
import { type Command, type Plan, planLaunch } from './plan.ts';
import type { Ending } from './spawn.ts';

/** Why a command was not started, with the exit code that a shell has for it. */
export interface NotStarted {
  readonly kind: 'refused';
  readonly exitCode: 126 | 127;
  readonly reason: string;
}

/** Where a command is and how it would be started. */
export type Prepared = { readonly kind: 'prepared'; readonly plan: Plan } | NotStarted;

/** Looks the command up and chooses how to start it. Nothing is started. */
export function prepareLaunch(command: Command, env: NodeJS.ProcessEnv): Prepared {
  if (process.platform === 'win32')
    return { kind: 'prepared', plan: { launch: 'spawn', descriptors: [], ipc: isForked() } };
  const found = findExecutable(command.file, env.PATH);
  if (found.status !== 'found') return notFound(command.file, found);
  const strings = [command.file, ...command.arguments, ...Object.entries(env).map(entry => entry.join('='))];
  const lengths = strings.map(string => Buffer.byteLength(string) + 1);
  const plan = planLaunch({
    canExec: findExecve() !== undefined,
    path: found.path,
    surelyExecutable: isSurelyExecutable(found.path, process.execPath),
    descriptors: inheritedDescriptors(readDescriptors() ?? []),
    ipc: isForked(),
    longestString: Math.max(...lengths),
    totalStrings: lengths.reduce((sum, length) => sum + length, 0),
  });
  return { kind: 'prepared', plan };
}

/**
 * Starts the command. Where the plan is `exec` this does not return: the command is this process then.
 *
 * @returns how the command ended, where it was a child
 */
export async function launch(
  command: Command,
  env: NodeJS.ProcessEnv,
  plan: Plan,
): Promise<Exclude<Ending, { kind: 'not-started' }> | NotStarted> {
  const execve = findExecve();
  if (plan.launch === 'exec' && execve)
    return exec(execve, plan.path, [command.file, ...command.arguments], env);
  const { spawn } = await import('./spawn.ts');
  const inheritance = plan.launch === 'spawn' ? plan : { descriptors: [], ipc: false };
  const ending = await spawn(command, env, inheritance);
  return ending.kind === 'not-started' ? refusal(command.file, ending.errorCode) : ending;
}

function isForked(): boolean {
  return process.send !== undefined;
}

function notFound(file: string, found: Exclude<FoundExecutable, { status: 'found' }>): NotStarted {
  if (found.status === 'not-found') return refusal(file, 'ENOENT');
  return {
    kind: 'refused',
    exitCode: 126,
    reason: `${file} cannot be executed: ${found.reason} (${found.path})`,
  };
}

function refusal(file: string, errorCode: string): NotStarted {
  if (errorCode === 'ENOENT')
    return { kind: 'refused', exitCode: 127, reason: `${file || '""'}: command not found` };
  return { kind: 'refused', exitCode: 126, reason: `${file} cannot be executed: ${errorCode}` };
}
