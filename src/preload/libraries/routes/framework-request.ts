import { context } from '@opentelemetry/api';
import { getRPCMetadata, type RPCMetadata } from '@opentelemetry/core';
import { Existing } from '../../foundation/bound-context.ts';
import { takeRoute } from '../../spans/folded-span.ts';

/**
 * Names the current request by a framework's pattern, unless it already has a name. The first pattern is that
 * of the page; the page's own requests to the application come later.
 */
export function tellRoute(route: unknown): void {
  takeRoute(getRPCMetadata(context.active()), route);
}

/**
 * Whether a framework's request comes from the client, and not from the application: a handler may call its own
 * application, as `inject()` does.
 */
export function isIncoming(request: RPCMetadata, asked: object): boolean {
  return Answered.first(request, asked) === asked;
}

/** The request for which a server span was first answered, in a private field. */
class Answered extends Existing {
  readonly #asked: object;

  constructor(request: object, asked: object) {
    super(request);
    this.#asked = asked;
  }

  static first(request: object, asked: object): object {
    if (!(#asked in request)) new Answered(request, asked);
    return (request as Answered).#asked;
  }
}
