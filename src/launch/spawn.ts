import { execa } from 'execa';
import { definedVariables } from './exec.ts';
import { forwardSignals } from './forward-signals.ts';
import type { Command, Inheritance } from './plan.ts';
import { relayMessages } from './relay-messages.ts';

/** How a command ended. */
export type Ending =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'not-started'; readonly errorCode: string };

/** Runs a command as a child with this process's stdio, other descriptors, message channel and signals. */
export async function spawn(
  command: Command,
  env: NodeJS.ProcessEnv,
  inheritance: Inheritance,
): Promise<Ending> {
  // Set up before the start: a signal in between would end this process and
  // leave the command without a parent.
  const stopForwarding = forwardSignals(signal => child.kill(signal));
  const child = execa(command.file, [...command.arguments], {
    stdio: descriptorsOf(inheritance) as ['inherit', 'inherit', 'inherit'],
    ipc: inheritance.channel !== undefined,
    serialization: inheritance.channel?.serialization ?? 'json',
    env: definedVariables(env),
    extendEnv: false,
    reject: false,
    cleanup: false,
    buffer: false,
    windowsHide: false,
    forceKillAfterDelay: false,
    cwd: currentFolder(),
  });
  if (inheritance.channel) relayMessages(child);
  const result = await child;
  stopForwarding();
  return endingOf(result);
}

/** stdio and each other descriptor at its own number, where a program expects it. */
export function descriptorsOf({
  descriptors,
  channel,
}: Inheritance): ('inherit' | 'ignore' | 'ipc' | number)[] {
  const length = Math.max(2, ...descriptors, channel?.descriptor ?? 0) + 1;
  return Array.from({ length }, (_, number) => {
    if (number <= 2) return 'inherit';
    if (number === channel?.descriptor) return 'ipc';
    return descriptors.includes(number) ? number : 'ignore';
  });
}

/** A removed folder has no path, but its process is still there: by this path, a child on Linux stays there, too. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/proc/self/cwd';
  }
}

function endingOf(result: {
  signal?: string | undefined;
  exitCode?: number | undefined;
  code?: string | undefined;
}): Ending {
  if (result.signal) return { kind: 'signal', signal: result.signal as NodeJS.Signals };
  if (result.exitCode !== undefined) return { kind: 'exit', code: result.exitCode };
  return { kind: 'not-started', errorCode: result.code ?? 'unknown' };
}
