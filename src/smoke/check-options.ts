import { readCheckId, readSignal, readUrl } from './read-values.ts';

/** The options that a test gives beside the command. Plain JavaScript does not check their types. */
export interface GivenOptions {
  readonly receiver?: unknown;
  readonly only?: readonly string[];
  readonly allow?: readonly string[];
  readonly stopSignal?: string;
  readonly timeout?: number;
  readonly waitFor?: string;
}

/** @throws Error that says what is accepted */
export function checkOptions(command: unknown, options: GivenOptions | undefined): void {
  if (!Array.isArray(command) || !command.every(word => typeof word === 'string'))
    throw new Error("The command is not a list of words. Write it as ['node', 'server.js'].");
  const { receiver, only = [], allow = [], stopSignal, timeout = 1, waitFor } = options ?? {};
  if (typeof receiver !== 'object' || receiver === null)
    throw new Error('There is no receiver. Give the one that startReceiver() resolves with.');
  check('timeout', timeout, () => {
    if (!(timeout > 0)) throw new Error('It must be a number of milliseconds above 0.');
  });
  for (const id of only) check('only', id, readCheckId);
  for (const id of allow) check('allow', id, readCheckId);
  if (stopSignal !== undefined) check('stopSignal', stopSignal, readSignal);
  if (waitFor !== undefined) check('waitFor', waitFor, readUrl);
}

function check<Value>(name: string, value: Value, read: (value: Value) => unknown): void {
  try {
    read(value);
  } catch (error) {
    throw new Error(`${name} is ${JSON.stringify(value)}. ${(error as Error).message}`);
  }
}
