import type { Settings } from '../../../config/settings.ts';
import { BOUND_LIBRARIES } from '../../../libraries/bound-libraries.ts';
import { loadPart } from '../../foundation/parts.ts';
import type { Awaited } from '../../hooks/awaited-modules.ts';

/**
 * Bindings of the libraries, each waiting for its packages, also where no instrumentation makes spans of them; only one
 * that `OTEL_NODE_DISABLED_INSTRUMENTATIONS` names is left alone. An instrumentation of the same
 * package comes after them: it patches a file again whenever it is loaded in another way, and takes only its own patch
 * away for that.
 */
export function awaitBoundLibraries(settings: Settings): Awaited[] {
  const { disabledInstrumentations } = settings;
  const libraries = BOUND_LIBRARIES.filter(({ shortName }) => !disabledInstrumentations.includes(shortName));
  return libraries.map(({ targets }) => ({
    targets: Object.keys(targets),
    enable() {
      const { enable } = loadPart('binding');
      for (const [target, versions] of Object.entries(targets)) enable(target, versions);
    },
  }));
}
