/** What is loaded in place of an ES module's source, where that is what its file has. */
export interface AnnouncingSource {
  readonly source: string;
  /** With an announcement of the module, as in a bundle. */
  readonly announcing: string;
}

/** Modules whose exports someone wants to see when they have loaded, and may replace. */
export interface ObservedModules {
  /** Absolute paths of files, links followed. */
  readonly files: ReadonlySet<string>;
  /** Packages as `import` names them, for those that `require` resolves to another file or to none. */
  readonly specifiers: ReadonlySet<string>;
  /** Of the files, those that announce themselves rather than being shown as they are imported. */
  readonly announcing: ReadonlyMap<string, AnnouncingSource>;
  /**
   * A CommonJS module has run.
   *
   * @returns what it exports from now on
   */
  onRequired(file: string, exports: unknown): unknown;
  /** A module was imported. Its namespace takes other values for the names that it has. */
  onImported(file: string, specifier: string, namespace: Record<string, unknown>): void;
  /**
   * A module of a bundle has run.
   *
   * @param path of the application's own from where the bundle was built, in `/`; empty for a package's
   * @param name of the package that it is the file of; empty for none
   * @returns what it exports from now on, where it is a CommonJS module
   */
  readonly onAnnounced?: ((path: string, name: string, exports: unknown) => unknown) | undefined;
}
