import { exec, findExecve } from './exec.ts';
import { isSurelyExecutable } from './executable-format.ts';
import { findExecutable } from './find-executable.ts';
import { inheritedDescriptors, readDescriptors } from './inherited-descriptors.ts';
import { findMessageChannel } from './message-channel.ts';
import { type NotStarted, notExecutable, notFound, notSpawned } from './not-started.ts';
import { type Command, type Plan, planLaunch } from './plan.ts';
import type { Ending } from './spawn.ts';

/** The location of a command, and how it would be started. */
export type Prepared = { readonly kind: 'prepared'; readonly plan: Plan } | NotStarted;

/** Looks up the command and decides how to start it, without starting it. */
export function prepareLaunch(command: Command, env: NodeJS.ProcessEnv): Prepared {
  const channel = findMessageChannel();
  if (process.platform === 'win32')
    return { kind: 'prepared', plan: { launch: 'spawn', descriptors: [], channel } };
  const found = findExecutable(command.file, env.PATH);
  if (found.status === 'not-found') return notFound(command.file);
  if (found.status === 'not-executable') return notExecutable(command.file, found.reason, found.path);
  const plan = planLaunch({
    canExec: findExecve() !== undefined,
    path: found.path,
    surelyExecutable: isSurelyExecutable(found.path, process.execPath),
    descriptors: inheritedDescriptors(readDescriptors() ?? []).filter(
      number => number !== channel?.descriptor,
    ),
    channel,
    strings: [command.file, ...command.arguments, ...Object.entries(env).map(entry => entry.join('='))],
  });
  return { kind: 'prepared', plan };
}

/**
 * Starts the command. With the plan `exec` this does not return, because the command replaces this process.
 *
 * @returns how the command ended, if it was a child
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
  const inheritance = plan.launch === 'spawn' ? plan : { descriptors: [], channel: undefined };
  const ending = await spawn(command, env, inheritance);
  return ending.kind === 'not-started' ? notSpawned(command.file, ending.errorCode) : ending;
}
