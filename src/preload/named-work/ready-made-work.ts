import { errorMessage } from '../../error-message.ts';
import type { Say } from '../diagnostics.ts';
import { isEnabled } from '../instrumentation/instrumentation-policy.ts';
import type { Awaited } from '../modules/awaited-modules.ts';
import { loadPart } from '../parts.ts';
import type { Settings } from '../settings.ts';
import { READY_MADE_WORK } from './ready-made-units.ts';

/** What each part exports. */
interface Part {
  enable(target: string, versions: readonly string[]): void;
}

/** Units of work that nobody has to name, each waiting for its library. */
export function awaitReadyMadeWork(settings: Settings, say: Say): Awaited[] {
  return READY_MADE_WORK.filter(({ shortName }) => isEnabled(shortName, settings)).map(
    ({ shortName, part, targets }) => ({
      targets: Object.keys(targets),
      enable() {
        try {
          for (const [target, versions] of Object.entries(targets))
            loadPart<Part>(part).enable(target, versions);
        } catch (error) {
          say('warn', `units of work of ${shortName} are off: ${errorMessage(error)}`);
        }
      },
    }),
  );
}
