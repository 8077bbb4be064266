import { execa } from 'execa';
import { definedVariables } from './exec.ts';
import type { Command } from './plan.ts';

/** How a command ended. */
export type Ending =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'not-started'; readonly errorCode: string };

/** Signals that reach the command through otel-run when it is its parent. */
const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;

/** A terminal sends these to every process in its foreground: forwarding would deliver them twice. */
const SENT_BY_TERMINAL: readonly string[] = ['SIGINT', 'SIGQUIT'];

/** What a child inherits beside stdio. */
export interface Inheritance {
  readonly descriptors: readonly number[];
  readonly ipc: boolean;
}

/** Runs a command as a child that has this process's stdio, further descriptors, message channel and signals. */
export async function spawn(
  command: Command,
  env: NodeJS.ProcessEnv,
  inheritance: Inheritance,
): Promise<Ending> {
  const child = execa(command.file, [...command.arguments], {
    stdio: stdioOf(inheritance),
    env: definedVariables(env),
    extendEnv: false,
    reject: false,
    cleanup: false,
    windowsHide: false,
    // Only the channel: messages are passed on as they are.
    ipc: false,
  });
  const stopForwarding = forwardSignals(child);
  if (inheritance.ipc) relayMessages(child);
  const result = await child;
  stopForwarding();
  return endingOf(result);
}

type Child = ReturnType<typeof execa>;

function stdioOf({ descriptors, ipc }: Inheritance) {
  const highest = Math.max(2, ...descriptors);
  const stdio: ('inherit' | 'ignore' | 'ipc' | number)[] = Array.from({ length: highest + 1 }, (_, number) =>
    number <= 2 ? 'inherit' : descriptors.includes(number) ? number : 'ignore',
  );
  return ipc ? [...stdio, 'ipc' as const] : stdio;
}

function forwardSignals(child: Child): () => void {
  const listeners = FORWARDED.map(signal => {
    const forward = () => {
      if (process.stdin.isTTY && SENT_BY_TERMINAL.includes(signal)) return;
      child.kill(signal);
    };
    process.on(signal, forward);
    return () => process.off(signal, forward);
  });
  return () => {
    for (const stop of listeners) stop();
  };
}

function relayMessages(child: Child): void {
  child.on('message', (message, handle) => process.send?.(message, handle));
  process.on('message', (message, handle) => child.send(message as never, handle as never));
  process.on('disconnect', () => child.connected && child.disconnect());
  child.on('disconnect', () => process.connected && process.disconnect());
}

function endingOf(result: Awaited<Child>): Ending {
  if (result.signal) return { kind: 'signal', signal: result.signal };
  if (result.exitCode !== undefined) return { kind: 'exit', code: result.exitCode };
  return { kind: 'not-started', errorCode: result.code ?? 'unknown' };
}
