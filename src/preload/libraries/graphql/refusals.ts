import { tracingChannel } from 'node:diagnostics_channel';
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
  const parsing = tracingChannel('graphql:parse') as unknown as Channel;
  const validation = tracingChannel('graphql:validate') as unknown as Channel;
  parsing.error.subscribe(({ error }) => recordRequestError(error));
  validation.end.subscribe(({ result }) => recordRefusals(result));
}

type Channel = Record<'end' | 'error', { subscribe(subscriber: (message: Message) => void): void }>;

/** Records the errors that a validation has found. */
export function recordRefusals(errors: unknown): void {
  if (Array.isArray(errors)) for (const error of errors) recordRequestError(error);
}
