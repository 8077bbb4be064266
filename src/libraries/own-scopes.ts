import { instrumentations } from 'virtual:instrumentations';
import type { Settings } from '../config/settings.ts';
import { isEnabled } from './instrumentation-policy.ts';

/**
 * Instrumentations whose metrics the policy chooses from: one that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names was asked
 * for, with all that it measures.
 */
export function curatedScopes(settings: Settings): ReadonlySet<string> {
  const named = settings.enabledInstrumentations ?? [];
  return new Set(
    instrumentations.filter(({ shortName }) => !named.includes(shortName)).map(({ name }) => name),
  );
}

/** The names of the instrumentations that the settings allow: scopes that only our own instances may write to. */
export function enabledNames(settings: Settings): ReadonlySet<string> {
  return new Set(
    instrumentations.filter(({ shortName }) => isEnabled(shortName, settings)).map(({ name }) => name),
  );
}
