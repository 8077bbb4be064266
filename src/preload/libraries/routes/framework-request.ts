import { context } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import { takeRoute } from '../../spans/folded-span.ts';

/**
 * Names the current request by a framework's pattern, unless it already has a name. The first pattern is that
 * of the page; the page's own requests to the application come later.
 */
export function tellRoute(route: unknown): void {
  takeRoute(getRPCMetadata(context.active()), route);
}
