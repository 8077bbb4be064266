import { traceChannel } from '../../channel-spans.ts';
import { type Published, recordPublished, type ServerMessage, startPublished } from './start-published.ts';

interface Message extends ServerMessage {
  /** With its values, which the tracer leaves out. */
  readonly query: string;
}

/** mysql2 publishes its queries since version 3.20. */
export function traceMysql2({ tracer, storage }: Published): void {
  for (const name of ['mysql2:query', 'mysql2:execute']) {
    traceChannel<Message>(
      name,
      { storage },
      {
        start: message => startPublished(tracer, { system: 'mysql', text: message.query }, message),
        finish: (span, { error }) => recordPublished(span, error),
      },
    );
  }
  // A query that waits for a connection of a pool belongs to who asked for it.
  traceChannel('mysql2:pool:connect', { storage }, { start: () => undefined });
}
