import { isEnabled } from '../instrumentation/instrumentation-policy.ts';
import type { Awaited } from '../modules/awaited-modules.ts';
import { loadPart } from '../parts.ts';
import type { Settings } from '../settings.ts';
import { BOUND_LIBRARIES } from './bound-libraries.ts';

/**
 * Bindings of the libraries that are not switched off, each waiting for its packages. An instrumentation of the same
 * package comes after them: it patches a file again whenever it is loaded in another way, and takes only its own patch
 * away for that.
 */
export function awaitBoundLibraries(settings: Settings): Awaited[] {
  return BOUND_LIBRARIES.filter(({ shortName }) => isEnabled(shortName, settings)).map(({ targets }) => ({
    targets: Object.keys(targets),
    enable() {
      const { enable } = loadPart<typeof import('./binding.ts')>('binding');
      for (const [target, versions] of Object.entries(targets)) enable(target, versions);
    },
  }));
}
