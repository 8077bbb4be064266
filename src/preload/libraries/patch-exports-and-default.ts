/** Changes a module's exports in place, or returns their replacement. */
// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
export type Patch = (exports: any) => unknown;

/** Applies a patch to both forms of a CommonJS module in an ES module: its default and its named exports. */
export function patchExportsAndDefault(patch: Patch): <Exports>(exports: Exports) => Exports {
  return exports => {
    const replacement = (patch(exports) ?? exports) as typeof exports;
    if (!isNamespace(exports)) return replacement;
    const ofDefault = patch(exports.default);
    if (ofDefault !== undefined) exports.default = ofDefault;
    return exports;
  };
}

/** Whether exports are an ES module's view of a CommonJS module. */
export function isNamespace(exports: unknown): exports is { default: unknown } {
  const { default: inner, [Symbol.toStringTag]: tag } = exports as {
    default?: unknown;
    [Symbol.toStringTag]?: string;
  };
  return tag === 'Module' && inner !== undefined && inner !== null;
}
