declare module 'import-in-the-middle/supports-sync-hooks.mjs' {
  /** Whether this Node.js can run the synchronous loader. */
  export function supportsSyncHooks(): boolean;
}
