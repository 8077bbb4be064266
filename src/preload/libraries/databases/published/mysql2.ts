import type { Tracer } from '@opentelemetry/api';
import type { TracedOperation } from '../../channel-spans.ts';
import {
  type PublishedOperations,
  recordPublished,
  type ServerMessage,
  startPublished,
} from './start-published.ts';

interface Message extends ServerMessage {
  /** With its values, which the tracer leaves out. */
  readonly query: string;
}

/** mysql2 publishes its queries since version 3.20. */
export function mysql2Operations(tracer: Tracer): PublishedOperations<'mysql2'> {
  const query: TracedOperation<Message> = {
    start: message => startPublished(tracer, { system: 'mysql', text: message.query }, message),
    finish: (span, { error }) => recordPublished(span, error),
  };
  return {
    'mysql2:query': query,
    'mysql2:execute': query,
    // A query that waits for a connection of a pool belongs to the code that requested it.
    'mysql2:pool:connect': { start: () => undefined },
  };
}
