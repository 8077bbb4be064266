import type { BundledInstrumentation } from 'virtual:instrumentations';
import { BOUND_LIBRARIES } from './bound-libraries.ts';
import { FRAMEWORK_SPANS } from './framework-policy.ts';

/**
 * Every name that `OTEL_NODE_DISABLED_INSTRUMENTATIONS` and its counterpart may have.
 *
 * @param instrumentations those that doctor shows
 */
export function switchNames(instrumentations: readonly BundledInstrumentation[]): readonly string[] {
  return [
    ...[...instrumentations, ...BOUND_LIBRARIES].map(({ shortName }) => shortName),
    ...Object.values(FRAMEWORK_SPANS).map(({ name }) => name),
  ];
}
