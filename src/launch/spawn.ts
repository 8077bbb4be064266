import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
    stdio: ['inherit', 'inherit', 'inherit', ...descriptorsBeyondStdio(inheritance.descriptors)],
    ipc: inheritance.ipc,
    serialization: channelSerialization(),
    env: definedVariables(env),
    extendEnv: false,
    reject: false,
    cleanup: false,
    buffer: false,
    windowsHide: false,
  });
  const stopForwarding = forwardSignals(child);
  if (inheritance.ipc) relayMessages(child);
  const result = await child;
  stopForwarding();
  return endingOf(result);
}

/** What is used of the child that execa gives, in the words of Node.js. */
type Child = Pick<ChildProcess, 'on' | 'kill' | 'send' | 'connected' | 'disconnect'>;

/** execa's types know no descriptor beyond 2 by its number; any open one is meant. */
type Descriptor = 2;

/** Each at its own number, which is how a program finds it. */
function descriptorsBeyondStdio(descriptors: readonly number[]): ('ignore' | Descriptor)[] {
  const numbers = Array.from({ length: Math.max(2, ...descriptors) - 2 }, (_, index) => index + 3);
  return numbers.map(number => (descriptors.includes(number) ? (number as Descriptor) : 'ignore'));
}

/** How the parent of this process encodes messages. Node.js removes the variable that says so; Linux remembers it. */
function channelSerialization(): 'json' | 'advanced' {
  try {
    const initial = readFileSync('/proc/self/environ', 'latin1');
    return initial.includes('NODE_CHANNEL_SERIALIZATION_MODE=advanced') ? 'advanced' : 'json';
  } catch {
    return 'json';
  }
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

function endingOf(result: {
  signal?: string | undefined;
  exitCode?: number | undefined;
  code?: string | undefined;
}): Ending {
  if (result.signal) return { kind: 'signal', signal: result.signal as NodeJS.Signals };
  if (result.exitCode !== undefined) return { kind: 'exit', code: result.exitCode };
  return { kind: 'not-started', errorCode: result.code ?? 'unknown' };
}
