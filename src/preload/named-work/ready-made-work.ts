import { errorMessage } from '../../error-message.ts';
import type { Say } from '../diagnostics.ts';
import { isEnabled } from '../instrumentation/instrumentation-policy.ts';
import type { Awaited } from '../modules/awaited-modules.ts';
import { loadPart } from '../parts.ts';
import type { Settings } from '../settings.ts';

/** A library whose callback clearly is a unit of work, and the part that makes one of it. */
interface ReadyMade {
  /** The package, which is also the name that switches it off (`OTEL_NODE_DISABLED_INSTRUMENTATIONS`). */
  readonly target: string;
  readonly enable: () => unknown;
}

const READY_MADE: readonly ReadyMade[] = [
  {
    target: 'pg',
    enable: () => new (loadPart<typeof import('./work-pg.ts')>('work-pg').PgNotificationInstrumentation)(),
  },
];

/** Units of work that nobody has to name, each waiting for its library. */
export function awaitReadyMadeWork(settings: Settings, say: Say): Awaited[] {
  return READY_MADE.filter(({ target }) => isEnabled(target, settings)).map(({ target, enable }) => ({
    targets: [target],
    enable() {
      try {
        enable();
      } catch (error) {
        say('warn', `units of work of ${target} are off: ${errorMessage(error)}`);
      }
    },
  }));
}
