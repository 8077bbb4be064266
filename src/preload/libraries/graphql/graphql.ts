import { context, trace } from '@opentelemetry/api';
import type { ChannelOf } from '../../../libraries/published-channels.ts';
import { traceChannel } from '../channel-spans.ts';
import type { SetUp } from '../library-part.ts';
import { patchEarlierVersions, SCOPE } from './earlier-graphql.ts';
import { type GraphQlOperation, recordOutcome, startOperation } from './operation-span.ts';
import { watchRefusals } from './refusals.ts';
import { watchEvents } from './subscription-events.ts';

/** GraphQL.js's message about an operation, since version 17. */
interface Message {
  readonly operationName?: string | undefined;
  readonly operationType?: string | undefined;
}

/** The channels of operations. */
const EXECUTED: readonly ChannelOf<'graphql'>[] = ['graphql:execute', 'graphql:subscribe'];

/**
 * Creates a span for each operation that GraphQL.js executes, and for each subscription that it opens.
 * Parsing, validation and resolvers have their own channels, and get no spans. Upstream's instrumentation
 * does the same for the operations of earlier versions.
 */
export function enable(setUp: SetUp): void {
  for (const channel of EXECUTED) {
    traceChannel<Message>(channel, setUp, {
      start: message => startOperation(SCOPE, operationOf(message)),
      finish(span, { result, error, ...message }) {
        recordOutcome(span, result, error);
        const active = trace.setSpan(context.active(), span);
        watchEvents({ scope: SCOPE, operation: operationOf(message), active }, result);
      },
    });
  }
  watchRefusals();
  patchEarlierVersions();
}

function operationOf({ operationType: type, operationName: name }: Message): GraphQlOperation {
  return { type, name };
}
