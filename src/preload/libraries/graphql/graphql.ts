import { context, trace } from '@opentelemetry/api';
import { traceChannel } from '../channel-spans.ts';
import type { SetUp } from '../library-part.ts';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';
import { watchEvents } from './subscription-events.ts';

/** GraphQL.js's message about an operation, since version 17. */
interface Message {
  readonly operationName?: string | undefined;
  readonly operationType?: string | undefined;
}

/** The scope of upstream's instrumentation, which supports the versions before. */
const SCOPE = '@opentelemetry/instrumentation-graphql';

/**
 * Creates a span for each operation that GraphQL.js executes, and for each subscription that it opens.
 * Parsing, validation and resolvers have their own channels, and get no spans.
 */
export function enable(setUp: SetUp): void {
  for (const channel of ['graphql:execute', 'graphql:subscribe']) {
    traceChannel<Message>(channel, setUp, {
      start: message => startOperation(SCOPE, operationOf(message)),
      finish(span, { result, error, ...message }) {
        recordOutcome(span, result, error);
        watchEvents(SCOPE, operationOf(message), result, trace.setSpan(context.active(), span));
      },
    });
  }
}

function operationOf({ operationType: type, operationName: name }: Message): GraphQlOperation {
  return { type, name };
}
