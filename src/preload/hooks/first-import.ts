import Module from 'node:module';
import { hide } from '../foundation/hide.ts';
import { resolveRequireAsBare } from '../foundation/plug-and-play.ts';

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

/** `module.registerHooks`, available since Node.js 22.15, and `module.register`, which starts a thread. */
interface Registry {
  registerHooks?(hooks: { readonly resolve: ResolveHook }): { deregister(): void };
  register: (...values: unknown[]) => unknown;
}

/**
 * Starts hooks in a thread just before the first import that needs them: an import that waits for the answer
 * of a synchronous hook is then resolved and loaded in that thread. Hooks of the application are registered
 * after them, as always.
 *
 * @param needsHooks whether a module has to be imported through the hooks, by its resolved URL
 * @returns whether this Node.js version has the synchronous hook
 */
export function startBeforeImport(needsHooks: (url: string) => boolean, start: () => void): boolean {
  const registry = Module as unknown as Registry;
  if (registry.registerHooks === undefined) return false;
  let started = false;
  const startOnce = () => {
    if (started) return;
    started = true;
    watch.deregister();
    start();
  };
  const watch = registry.registerHooks({
    resolve(specifier, context, nextResolve) {
      if (!isImport(context.conditions)) return resolveRequireAsBare(() => nextResolve(specifier));
      const resolved = nextResolve(specifier);
      if (!needsHooks(resolved.url)) return resolved;
      startOnce();
      return nextResolve(specifier);
    },
  });
  const { register } = registry;
  hide(registry, 'register', function registerLater(this: unknown, ...values: unknown[]) {
    startOnce();
    return register.apply(this, values);
  });
  return true;
}

function isImport(conditions: Conditions = []): boolean {
  return 'has' in conditions ? conditions.has('import') : conditions.includes('import');
}
