import { traceChannel } from '../channel-spans.ts';
import type { SetUp } from '../library-part.ts';
import { recordOutcome, startOperation } from './operation-span.ts';

/** What GraphQL.js publishes of an operation from version 17 on. */
interface Message {
  readonly operationName?: string | undefined;
  readonly operationType?: string | undefined;
}

/** As upstream's instrumentation, which knows the versions before, has it. */
const SCOPE = '@opentelemetry/instrumentation-graphql';

/**
 * Makes a span of each operation that GraphQL.js executes, and of each subscription that it opens. Parsing, validation and
 * resolvers have channels of their own, and no spans.
 */
export function enable(setUp: SetUp): void {
  for (const channel of ['graphql:execute', 'graphql:subscribe']) {
    traceChannel<Message>(channel, setUp, {
      start: ({ operationType: type, operationName: name }) => startOperation(SCOPE, { type, name }),
      finish: (span, { result, error }) => recordOutcome(span, result, error),
    });
  }
}
