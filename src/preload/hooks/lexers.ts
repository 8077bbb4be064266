/**
 * Whether the names that a module exports can be read, the first step of wrapping it. The lexers are
 * WebAssembly, which `--jitless` removes.
 */
export const HAS_LEXERS = 'WebAssembly' in globalThis;
