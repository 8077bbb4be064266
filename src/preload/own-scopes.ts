import type { Settings } from '../config/settings.ts';
import { isEnabled } from '../libraries/instrumentation-policy.ts';
import { enabledNames } from '../libraries/own-scopes.ts';
import { scopesOfLibraries } from './libraries/await-libraries.ts';

/** The scopes whose spans are ours: those of an SDK of the application's would be duplicates. */
export function scopesOf(settings: Settings): Set<string> {
  return new Set([...enabledNames(settings), ...replacedScopes(settings), ...scopesOfLibraries(settings)]);
}

/** Scopes of packages, other than upstream's instrumentations, whose records our bridges already send. */
function replacedScopes(settings: Settings): readonly string[] {
  return isEnabled('winston', settings) ? ['@opentelemetry/winston-transport'] : [];
}
