import type { ChildProcess, Serializable } from 'node:child_process';
import { Socket as DatagramSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { Server } from 'node:net';

/** The channel that a process has which was forked by another Node.js. */
export interface MessageChannel {
  /** The descriptor it came on, where the system tells. */
  readonly descriptor: number | undefined;
  readonly serialization: 'json' | 'advanced';
}

/** The end of a child's channel that its parent holds. */
type ChildChannel = Pick<ChildProcess, 'on' | 'send' | 'connected' | 'disconnect'>;

/** This process's channel to its parent, undefined where there is none. */
export function findMessageChannel(): MessageChannel | undefined {
  return process.send && describeChannel(initialEnvironment());
}

/**
 * Reads what a parent said about the channel.
 *
 * @param environment the variables that the process was started with, `\0` after each: Node.js deletes those about
 *   the channel from `process.env`
 */
export function describeChannel(environment: string): MessageChannel {
  const variables = environment.split('\0');
  const initial = (name: string) =>
    variables.find(variable => variable.startsWith(`${name}=`))?.slice(name.length + 1);
  const descriptor = initial('NODE_CHANNEL_FD');
  return {
    descriptor: descriptor === undefined ? undefined : Number(descriptor),
    serialization: initial('NODE_CHANNEL_SERIALIZATION_MODE') === 'advanced' ? 'advanced' : 'json',
  };
}

/** Passes messages with their handles on, both ways, until either side disconnects. */
export function relayMessages(child: ChildChannel): void {
  child.on('message', (message, handle) => {
    // Who has gone meanwhile gets no message, as it would without a relay between the two.
    if (process.connected) process.send?.(message, handle, {}, () => release(handle));
  });
  process.on('message', (message: Serializable, handle) => {
    if (child.connected) child.send(message, handle as never, {}, () => release(handle));
  });
  process.on('disconnect', () => child.connected && child.disconnect());
  child.on('disconnect', () => process.connected && process.disconnect());
}

/** Node.js closes the sender's copy of a connection; that of a server or datagram socket would go on receiving. */
function release(handle: unknown): void {
  if (handle instanceof Server || handle instanceof DatagramSocket) handle.close();
}

function initialEnvironment(): string {
  try {
    return readFileSync('/proc/self/environ', 'latin1');
  } catch {
    return '';
  }
}
