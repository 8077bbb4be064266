/** Changes what a module exports in place, or returns what is to take its place. */
// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
export type Patch = (exports: any) => unknown;

/** Has a patch meet both sides of an ES module that shows a CommonJS one: its default, and what it exports name by name. */
export function patchExportsAndDefault(patch: Patch): <Exports>(exports: Exports) => Exports {
  return exports => {
    const replacement = (patch(exports) ?? exports) as typeof exports;
    if (!isNamespace(exports)) return replacement;
    const ofDefault = patch(exports.default);
    if (ofDefault !== undefined) exports.default = ofDefault;
    return exports;
  };
}

/** Whether exports are those of an ES module that shows a CommonJS one. */
export function isNamespace(exports: unknown): exports is { default: unknown } {
  const { default: inner, [Symbol.toStringTag]: tag } = exports as {
    default?: unknown;
    [Symbol.toStringTag]?: string;
  };
  return tag === 'Module' && inner !== undefined && inner !== null;
}
