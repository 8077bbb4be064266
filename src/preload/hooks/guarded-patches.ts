import { errorMessage } from '../../shared/error-message.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { takeSnapshot } from './module-snapshot.ts';
import { isObject } from './own-properties.ts';

/** The function that upstream's base calls to patch each module that loads, by `require` and by `import`. */
type Patch = (this: Patching, definition: object, exports: unknown, name: string, folder?: string) => unknown;

interface Patching {
  _onRequire: Patch;
  readonly instrumentationName?: string;
  isEnabled?(): boolean;
}

let say: Say = () => {};

/** Sets where failed patches are reported. */
export function reportFailedPatches(report: Say): void {
  say = report;
}

const guarded = new WeakSet<object>();

/**
 * Guards the patches of an instrumentation and of its parts. A patch is foreign code in the application's
 * process: if it throws, the module stays as it was, and one line reports the failure.
 *
 * @param instrumentation an instance, or a class whose instances are all ours
 */
export function guardPatches(instrumentation: object): void {
  const owner = typeof instrumentation === 'function' ? definer(instrumentation) : instrumentation;
  if (!owner || guarded.has(owner)) return;
  guarded.add(owner);
  const { _onRequire: patch } = owner as Patching;
  if (typeof patch !== 'function') return;
  (owner as Patching)._onRequire = function onLoaded(definition, exports, name, folder) {
    return patchOnce(this, definition, exports, name, () =>
      patch.call(this, definition, exports, name, folder),
    );
  };
  if (owner !== instrumentation) return;
  for (const part of Object.values(owner)) {
    if (isObject(part) && typeof (part as Patching)._onRequire === 'function') guardPatches(part);
  }
}

/** The prototype that all instrumentations of this copy of upstream's base share. */
function definer({ prototype }: { readonly prototype?: object }): object | undefined {
  let owner = prototype ?? null;
  while (owner && !Object.hasOwn(owner, '_onRequire')) owner = Object.getPrototypeOf(owner);
  return owner ?? undefined;
}

/** The exports of a module before and after a patch, by patch and by file name. */
const results = new WeakMap<object, Map<string, WeakMap<object, unknown>>>();

/** A module that was both required and imported, or has two names for its exports, is patched only once. */
function patchOnce(
  instrumentation: Patching,
  definition: object,
  exports: unknown,
  name: string,
  patch: () => unknown,
): unknown {
  if (!isObject(exports)) return exports;
  if (instrumentation.isEnabled?.() === false) return exports;
  const known = knownResults(definition, name);
  if (known.has(exports)) return known.get(exports);
  const wrapped = defaultOf(exports);
  if (isObject(wrapped) && known.get(wrapped) === wrapped) return exports;
  const patched = tryPatch(instrumentation, exports, name, patch);
  known.set(exports, patched);
  if (isObject(patched)) known.set(patched, patched);
  return patched;
}

function knownResults(definition: object, name: string): WeakMap<object, unknown> {
  const byName = results.get(definition) ?? new Map<string, WeakMap<object, unknown>>();
  results.set(definition, byName);
  const known = byName.get(name) ?? new WeakMap<object, unknown>();
  byName.set(name, known);
  return known;
}

/**
 * The default export of an ES module. If the ES module wraps a CommonJS package, that is the entire package.
 */
function defaultOf(exports: object): unknown {
  try {
    return Reflect.get(exports, Symbol.toStringTag) === 'Module'
      ? Reflect.get(exports, 'default')
      : undefined;
  } catch {
    return undefined;
  }
}

function tryPatch(instrumentation: Patching, exports: object, name: string, patch: () => unknown): unknown {
  let restore = () => {};
  try {
    restore = takeSnapshot(exports);
    const patched = patch() ?? exports;
    if (patched === defaultOf(exports)) return exports;
    if (typeof patched !== typeof exports) throw new Error(`it is not a ${typeof patched}`);
    return patched;
  } catch (error) {
    restore();
    const [reason] = errorMessage(error).split('\n');
    say('warn', `${name} is not instrumented by ${instrumentation.instrumentationName}: ${reason}`);
    return exports;
  }
}
