/**
 * Undocumented, and published without declarations: the part that matters here, in the version that
 * package.json names.
 */
declare module 'import-in-the-middle/create-hook.mjs' {
  import type { LoadHookSync, ResolveHookSync } from 'node:module';

  export function createHook(meta: { readonly url: string }): {
    readonly resolveSync: ResolveHookSync;
    readonly loadSync: LoadHookSync;
    applyOptions(options: { readonly shouldInclude: (url: string, specifier: string) => boolean }): void;
  };
}
