import { tracingChannel } from 'node:diagnostics_channel';
import { quietly } from '../../../shared/quietly.ts';

/** node-redis' message about a command: one object for all its events, to which Node.js adds the outcome. */
interface Message {
  readonly batchMode?: string;
  readonly error?: unknown;
}

/** Ends the span of the command at a place of a pipeline, with its error if it has one. */
type EndAt = (index: number, error: unknown) => void;

/**
 * Calls what sends a pipeline, and reports the end of each of its commands. The promise of a pipeline reports
 * only one command that failed, and not which one.
 *
 * @returns the result, and whether the ends are reported: node-redis publishes them since version 5.12
 */
export function watchPipeline<Result>(
  send: () => Result,
  endAt: EndAt,
): { readonly result: Result; readonly isWatched: boolean } {
  const commands = new Map<object, number>();
  const channel = tracingChannel<unknown, object>('node-redis:command');
  const start = (message: Message) => {
    if (message.batchMode === 'PIPELINE') commands.set(message, commands.size);
  };
  channel.start.subscribe(start as never);
  let result: Result;
  try {
    result = send();
  } finally {
    channel.start.unsubscribe(start as never);
  }
  const end = (message: Message) => {
    const index = commands.get(message);
    if (index === undefined) return;
    commands.delete(message);
    if (commands.size === 0) channel.asyncEnd.unsubscribe(end as never);
    // Node.js rethrows errors of a subscriber.
    quietly(() => endAt(index, message.error));
  };
  const isWatched = commands.size > 0;
  if (isWatched) channel.asyncEnd.subscribe(end as never);
  return { result, isWatched };
}
