import type { Settings } from '../../../config/settings.ts';
import { BOUND_LIBRARIES } from '../../../libraries/bound-libraries.ts';
import { loadPart } from '../../foundation/parts.ts';
import type { Awaited } from '../../hooks/awaited-modules.ts';

/**
 * Bindings of the libraries, each waiting for its packages, even if no instrumentation creates spans for
 * them. Only `OTEL_NODE_DISABLED_INSTRUMENTATIONS` turns one off. An instrumentation of the same package
 * comes after them: it patches a file again whenever the file is loaded in another way, and first removes
 * only its own patch.
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
