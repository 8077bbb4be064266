import { tracingChannel } from 'node:diagnostics_channel';
import type { ChannelOf } from '../../../libraries/published-channels.ts';
import { recordRequestError } from '../../errors/request-error.ts';

/** What GraphQL.js publishes about parsing and validation, since version 17. */
interface Message {
  readonly error?: unknown;
  readonly result?: unknown;
}

/**
 * Records why a document is refused: it cannot be read, or does not fit the schema. Nothing is executed, so
 * the errors are on the span of the request. Its status describes the answer.
 */
export function watchRefusals(): void {
  const parsing = channelOf('graphql:parse');
  const validation = channelOf('graphql:validate');
  parsing.error.subscribe(({ error }) => recordRequestError(error));
  validation.end.subscribe(({ result }) => recordRefusals(result));
}

const channelOf = (name: ChannelOf<'graphql'>) => tracingChannel(name) as unknown as Channel;

type Channel = Record<'end' | 'error', { subscribe(subscriber: (message: Message) => void): void }>;

/** Records the errors that a validation has found. */
export function recordRefusals(errors: unknown): void {
  if (Array.isArray(errors)) for (const error of errors) recordRequestError(error);
}
