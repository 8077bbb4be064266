import { instrumentations } from 'virtual:instrumentations';
import type { Settings } from '../config/settings.ts';
import { isEnabled } from './instrumentation-policy.ts';

/**
 * Instrumentations to whose metrics the policy applies. One that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names
 * was requested with all of its metrics.
 */
export function curatedScopes(settings: Settings): ReadonlySet<string> {
  const named = settings.enabledInstrumentations ?? [];
  return new Set(
    instrumentations.filter(({ shortName }) => !named.includes(shortName)).map(({ name }) => name),
  );
}

/** The names of the instrumentations that the settings allow: scopes that only our own instances may use. */
export function enabledNames(settings: Settings): ReadonlySet<string> {
  return new Set(
    instrumentations.filter(({ shortName }) => isEnabled(shortName, settings)).map(({ name }) => name),
  );
}
