import { announcedNamespace } from './announced-namespace.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import { hooksOf } from './import-in-the-middle.ts';
import type { ObservedModules } from './observed-modules.ts';
import { isObject } from './own-properties.ts';

/**
 * Which module announces itself: package, version, path in the package, and its role (see
 * `src/bundling/announcement.ts`): 0 the package itself, 1 the file of that path, 2 a module of the
 * application, a string the path of another file.
 */
export type Announced = readonly [name: string, version: string, path: string, as: 0 | 1 | 2 | string];

/** Getters and setters of an ES module's exports, and the modules that it exports as a whole. */
export type Namespace = readonly [accessors?: object, stars?: readonly object[]];

/** The receivers of announcements. */
export interface Listeners {
  readonly awaited: AwaitedModules;
  readonly observed: ObservedModules | undefined;
}

/**
 * A module of a bundle has run: enables whatever waits for its package, which patches it as if it came from
 * `node_modules`.
 *
 * @param exports of a CommonJS module
 * @param namespace of an ES module
 * @returns what a CommonJS module exports from now on
 */
export function announce(
  { awaited, observed }: Listeners,
  [name, version, path, as]: Announced,
  exports: unknown,
  [accessors, stars = []]: Namespace,
): unknown {
  if (awaited.isStopped) return exports;
  awaited.activate(name);
  const current = accessors ? announcedNamespace(accessors, stars) : exports;
  if (as === 2) return observed?.onAnnounced?.(path, name, current) ?? exports;
  const shown = (as === 0 ? observed?.onAnnounced?.('', name, current) : undefined) ?? current;
  const knownAs = as === 0 ? name : `${name}/${as === 1 ? path : as}`;
  return hooksOf(name).reduce<unknown>((exports, onLoaded) => {
    const patched = onLoaded(exports as object, knownAs, announcedFolder(name, version), undefined);
    if (!isObject(patched) || patched === exports) return exports;
    if (!accessors) return patched;
    if (Object.hasOwn(accessors, 'default')) Reflect.set(exports as object, 'default', patched);
    return exports;
  }, shown);
}

/**
 * Stands for the folder from which upstream's instrumentations read a package's version: a bundle has no such
 * folder. The build makes them take the part after the last `@` (`scripts/build/guest-upstream.mjs`).
 */
function announcedFolder(name: string, version: string): string {
  return `otel-run:${name}@${version}`;
}
