import { errorMessage } from '../../shared/error-message.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { loadPart } from '../foundation/parts.ts';
import type { Announced, Namespace } from './announced-modules.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import type { ObservedModules } from './observed-modules.ts';

/** The name by which modules in a bundle find the preload (see `src/bundling/announcement.ts`). */
const LISTENER = Symbol.for('otel-run.modules');

/**
 * Patches modules in a bundle when they announce themselves: the third source beside `require` and `import`.
 * The receiver of the announcements loads with the first one.
 */
export function hookAnnounced(awaited: AwaitedModules, say: Say, observed?: ObservedModules): void {
  const listener = (module: Announced, exports: unknown, ...namespace: Namespace) => {
    // A module of the application, and no setting names its functions.
    if (module[3] === 2 && !observed) return exports;
    try {
      return loadPart('announced-modules').announce({ awaited, observed }, module, exports, namespace);
    } catch (error) {
      say('warn', `${module[0] || module[2]} in the bundle is not instrumented: ${errorMessage(error)}`);
      return exports;
    }
  };
  Object.defineProperty(globalThis, LISTENER, { value: listener, configurable: true });
}
