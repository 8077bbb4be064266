/** Written when the package is built, from what the preload waits for (scripts/announced-modules.mjs). */
declare module 'virtual:announced-modules' {
  export interface AnnouncedPackage {
    /** Whether what it exports is patched, or something waits for it to be loaded. */
    readonly entry: boolean;
    /** Paths of files in it that are patched. */
    readonly files: readonly string[];
  }
  /** By the package's name. */
  export const announcedPackages: Readonly<Record<string, AnnouncedPackage>>;
}
