import { readFileSync } from 'node:fs';

/** The channel of a process that another Node.js process forked. */
export interface MessageChannel {
  /** Its descriptor, if the system shows it. */
  readonly descriptor: number | undefined;
  readonly serialization: 'json' | 'advanced';
}

/** This process's channel to its parent, undefined if there is none. */
export function findMessageChannel(): MessageChannel | undefined {
  return process.send && describeChannel(initialEnvironment());
}

/**
 * Reads the parent's description of the channel.
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

function initialEnvironment(): string {
  try {
    return readFileSync('/proc/self/environ', 'latin1');
  } catch {
    return '';
  }
}
