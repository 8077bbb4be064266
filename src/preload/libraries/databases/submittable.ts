import type { Span } from '@opentelemetry/api';
import { replaceOwn } from '../binding/bind-calls.ts';

interface Submittable {
  /** The part of a row stream that has its query. */
  readonly cursor?: { readonly text?: string };
}

/**
 * Reports the end of a query that is itself an object: a `Query` of pg, a cursor, a stream of rows. Their
 * client calls these methods when the server has answered, or when the client is gone.
 *
 * @param onEnd is called once, with the error if there is one
 */
export function watchSubmittable(query: Submittable, span: Span, onEnd: (error?: unknown) => void): void {
  const text = query.cursor?.text;
  if (text !== undefined) span.setAttribute('db.query.text', text);
  let ended = false;
  const end = (error?: unknown) => {
    if (!ended) onEnd(error);
    ended = true;
  };
  replaceOwn(query, ['handleError'], (original, self, values) => {
    end(values[0]);
    return Reflect.apply(original, self, values);
  });
  replaceOwn(query, ['handleReadyForQuery'], (original, self, values) => {
    end();
    return Reflect.apply(original, self, values);
  });
}
