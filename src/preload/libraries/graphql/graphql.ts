import { context, trace } from '@opentelemetry/api';
import { traceChannel } from '../channel-spans.ts';
import type { SetUp } from '../library-part.ts';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';
import { watchEvents } from './subscription-events.ts';

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
