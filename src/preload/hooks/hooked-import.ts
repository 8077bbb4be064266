import Module, { isBuiltin } from 'node:module';
import { hide } from '../foundation/hide.ts';
import { resolveRequireAsBare } from '../foundation/plug-and-play.ts';
import { beforeRegister } from './before-register.ts';
import type { OnFailure } from './load-hook.ts';
import { isRequiredByHooks } from './required-by-hooks.ts';

interface Resolved {
  readonly url: string;
}

/** Some versions give `require` hooks a set. */
type Conditions = readonly string[] | ReadonlySet<string>;

type ResolveHook = (
  specifier: string,
  context: { readonly conditions?: Conditions },
  nextResolve: (specifier: string, context?: object) => Resolved,
) => Resolved;

interface Hooks {
  readonly resolve?: ResolveHook;
  readonly load?: unknown;
}

/** `module.registerHooks`, available since Node.js 22.15. */
interface Registry {
  registerHooks(hooks: Hooks): { deregister(): void };
}

/** What to do with the first modules that need hooks in a thread. */
export interface FirstImport {
  /** Whether a module has to be imported through the hooks, by its resolved URL. */
  readonly needsHooks: (url: string) => boolean;
  readonly start: () => void;
  /** Called for such a module if it is not imported through the hooks: it is required, or there are none. */
  readonly onRequire: () => void;
  readonly onFailure: OnFailure;
}

const registry = Module as unknown as Registry;

/**
 * Starts hooks in a thread just before the first import that needs them: an import that waits for the answer
 * of a synchronous hook is then resolved and loaded in that thread. Hooks of the application are registered
 * after them, as always.
 */
export function startBeforeImport({ needsHooks, start, onRequire, onFailure }: FirstImport): void {
  let isDone = false;
  let hasLoadHooks = false;
  const once = (action: () => void) => {
    if (isDone) return;
    isDone = true;
    action();
  };
  const watch = registry.registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!isImport(context.conditions)) return resolveRequireAsBare(() => nextResolve(specifier));
      const resolved = nextResolve(specifier);
      if (!needsHooks(resolved.url)) return resolved;
      const isRequired = isRequiredByHooks();
      if (!isRequired && !hasLoadHooks) {
        once(startLast);
        return nextResolve(specifier);
      }
      onRequire();
      if (!isRequired && !isBuiltin(resolved.url)) once(() => onFailure(new Error(LOAD_HOOKS)));
      return resolved;
    },
  });
  const startLast = () => {
    watch.deregister();
    start();
  };
  beforeRegister(() => once(startLast));
  beforeRegisterHooks(hooks => {
    if (hooks.load) hasLoadHooks = true;
  });
}

const LOAD_HOOKS = `the application registers load hooks, and Node.js ${process.versions.node} fails if there are others in a thread`;

/** Calls a function before the application registers synchronous hooks. */
function beforeRegisterHooks(action: (hooks: Hooks) => void): void {
  const { registerHooks } = registry;
  hide(registry, 'registerHooks', function registerLater(this: unknown, hooks: Hooks) {
    if (hooks) action(hooks);
    return registerHooks.call(registry, hooks);
  });
}

function isImport(conditions: Conditions = []): boolean {
  return 'has' in conditions ? conditions.has('import') : conditions.includes('import');
}
