import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { recordRequestError } from '../../errors/request-error.ts';
import { takeRoute } from '../../spans/folded-span.ts';

/**
 * Names the request that is under way by a framework's pattern, unless it has a name already: the first that is told is
 * that of the page, and what a page asks the application itself for comes later.
 */
export function tellRoute(route: unknown): void {
  takeRoute(getRPCMetadata(context.active()), route);
}

/**
 * Calls what answers a request, and records the error that it fails by.
 *
 * @param thrown what to record of an error: what was thrown before the framework made another of it
 */
export function recordingErrors<Answer>(
  handle: () => Answer,
  thrown: (error: unknown) => unknown = error => error,
): Answer {
  try {
    const answer = handle();
    if (answer instanceof Promise) answer.then(undefined, error => recordRequestError(thrown(error)));
    return answer;
  } catch (error) {
    recordRequestError(thrown(error));
    throw error;
  }
}
