import { replaceMethods } from '../binding/bind-calls.ts';

type End = (error?: unknown) => void;

interface Queue {
  peekFront(): object | undefined;
  peekBack(): object | undefined;
  toArray(): readonly object[];
}

/** The part of a client of redis before version 4 that matters here. */
interface Client {
  readonly ready: boolean;
  readonly command_queue: Queue;
  readonly offline_queue: Queue;
}

/** Functions that end the spans of commands without a callback. */
const waiting = new WeakMap<object, End>();

/**
 * Reports the end of a command without a callback. Adding a callback would change how the client reports the
 * error: through an event, or not at all if the connection is lost.
 *
 * @param command that was just sent, or queued
 */
export function watchUnanswered(client: Client, command: object, end: End): void {
  watchReplies(Object.getPrototypeOf(client));
  const isQueued = [client.command_queue, client.offline_queue].some(queue => queue.peekBack() === command);
  if (isQueued) waiting.set(command, end);
  // The server was told not to answer, or nothing was sent.
  else end(client.ready ? undefined : { message: 'not sent', code: 'NR_CLOSED' });
}

/** Each answer takes a command from the front of the queue, unless it is a message of a subscription. */
function watchReplies(prototype: object): void {
  replaceMethods(prototype, ['return_reply', 'return_error'], (original, self, [answer]) => {
    const { command_queue: queue } = self as Client;
    const first = queue.peekFront();
    try {
      return Reflect.apply(original, self, [answer]);
    } finally {
      if (queue.peekFront() !== first) end(first, answer instanceof Error ? answer : undefined);
    }
  });
  replaceMethods(prototype, ['flush_and_error'], (original, self, values) => {
    const before = queued(self as Client);
    try {
      return Reflect.apply(original, self, values);
    } finally {
      const left = new Set(queued(self as Client));
      for (const command of before) if (!left.has(command)) end(command, values[0]);
    }
  });
}

function queued({ command_queue, offline_queue }: Client): readonly object[] {
  return [...command_queue.toArray(), ...offline_queue.toArray()];
}

function end(command: object | undefined, error?: unknown): void {
  if (!command) return;
  waiting.get(command)?.(error);
  waiting.delete(command);
}
