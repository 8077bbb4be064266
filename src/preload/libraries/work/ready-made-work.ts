import type { Settings } from '../../../config/settings.ts';
import { isEnabled } from '../../../libraries/instrumentation-policy.ts';
import { READY_MADE_WORK } from '../../../libraries/ready-made-units.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import type { Say } from '../../foundation/diagnostics.ts';
import { loadLibraryPart } from '../../foundation/parts.ts';
import type { Awaited } from '../../hooks/awaited-modules.ts';

/** The exports of each part. */
interface Part {
  enable(target: string, versions: readonly string[]): void;
}

/** Units of work without configuration, each waiting for its library. */
export function awaitReadyMadeWork(settings: Settings, say: Say): Awaited[] {
  return READY_MADE_WORK.filter(({ shortName }) => isEnabled(shortName, settings)).map(
    ({ shortName, part, targets }) => ({
      targets: Object.keys(targets),
      enable() {
        try {
          for (const [target, versions] of Object.entries(targets))
            loadLibraryPart<Part>(part).enable(target, versions);
        } catch (error) {
          say('warn', `units of work of ${shortName} are off: ${errorMessage(error)}`);
        }
      },
    }),
  );
}
