import { tracingChannel } from 'node:diagnostics_channel';
import { PUBLISHED_CHANNELS } from '../../../libraries/published-channels.ts';
import { quietly } from '../../../shared/quietly.ts';

/** h3's message about a handler that it calls. A middleware may belong to no route. */
interface Message {
  readonly event: { readonly context: { readonly matchedRoute?: { readonly route?: string } } };
  readonly error?: unknown;
}

/** What to do with what is found. */
interface Watching {
  reached(event: object, route: string): void;
  failed(error: unknown): void;
}

/**
 * Finds the route and the error of each request where h3 is in a bundle. Version 2 publishes its handlers if the
 * application registers `tracingPlugin` of `h3/tracing`.
 */
export function watchPublished({ reached, failed }: Watching): void {
  const { start, error } = tracingChannel<unknown, object>(PUBLISHED_CHANNELS.h3[0]);
  start.subscribe(message =>
    quietly(() => {
      const { event } = message as Message;
      const { route } = event.context.matchedRoute ?? {};
      if (route !== undefined) reached(event, route);
    }),
  );
  error.subscribe(message => quietly(() => failed((message as Message).error)));
}
