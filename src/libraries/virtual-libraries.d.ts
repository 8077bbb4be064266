/** Written when the package is built: of each row of `libraries.ts` what the preload needs (scripts/libraries.mjs). */
declare module 'virtual:libraries' {
  export const libraries: readonly Pick<
    import('./library.ts').Library,
    'name' | 'targets' | 'scopes' | 'off'
  >[];
}
