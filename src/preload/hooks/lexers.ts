/**
 * Whether the names that a module exports can be read, which wrapping it starts with. What reads them is WebAssembly,
 * which `--jitless` takes away.
 */
export const HAS_LEXERS = 'WebAssembly' in globalThis;
