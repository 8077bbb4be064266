import type { ObservedModules } from './observed-modules.ts';

/** Joins several observers, so that each sees its modules; undefined if none observes any. */
export function joinObserved(several: readonly (ObservedModules | undefined)[]): ObservedModules | undefined {
  const all = several.filter(one => one !== undefined);
  if (all.length < 2) return all[0];
  return {
    files: new Set(all.flatMap(({ files }) => [...files])),
    specifiers: new Set(all.flatMap(({ specifiers }) => [...specifiers])),
    announcing: new Map(all.flatMap(({ announcing }) => [...announcing])),
    onRequired: (file, exports) =>
      all.reduce((current, one) => (one.files.has(file) ? one.onRequired(file, current) : current), exports),
    onImported(file, specifier, namespace) {
      for (const one of all) {
        if (one.files.has(file) || one.specifiers.has(specifier)) one.onImported(file, specifier, namespace);
      }
    },
    onAnnounced: (path, name, exports) =>
      all.reduce((current, one) => one.onAnnounced?.(path, name, current) ?? current, exports),
  };
}
