import { libraries } from 'virtual:libraries';
import type { Settings } from '../../config/settings.ts';
import { isEnabled } from '../../libraries/instrumentation-policy.ts';
import { partName } from '../../libraries/library.ts';
import { errorMessage } from '../../shared/error-message.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { loadLibraryPart } from '../foundation/parts.ts';
import type { Awaited } from '../hooks/awaited-modules.ts';
import type { LibraryPart, SetUp } from './library-part.ts';

/** Libraries that have a part in otel-run, each waiting for the modules that announce it. */
export function awaitLibraries(common: Omit<SetUp, 'name' | 'targets'>, say: Say): Awaited[] {
  return enabledLibraries(common.settings).map(({ name, targets }) => ({
    targets: Object.keys(targets),
    enable() {
      try {
        loadLibraryPart<LibraryPart>(partName(name)).enable({ ...common, name, targets });
        say('debug', `${name} is instrumented`);
      } catch (error) {
        say('warn', `${name} is not instrumented: ${errorMessage(error)}`);
      }
    },
  }));
}

/** Scopes of other packages that record the same as these libraries' parts. */
export function scopesOfLibraries(settings: Settings): readonly string[] {
  return enabledLibraries(settings).flatMap(({ scopes = [] }) => scopes);
}

function enabledLibraries(settings: Settings) {
  return libraries.filter(({ name, off }) => isEnabled(name, settings) && !(off && !isNamed(name, settings)));
}

function isNamed(name: string, { enabledInstrumentations }: Settings): boolean {
  return enabledInstrumentations?.includes(name) ?? false;
}
