import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { takeRoute } from '../../spans/folded-span.ts';

/**
 * Names the request that is under way by a framework's pattern, unless it has a name already: the first that is told is
 * that of the page, and what a page asks the application itself for comes later.
 */
export function tellRoute(route: unknown): void {
  takeRoute(getRPCMetadata(context.active()), route);
}
