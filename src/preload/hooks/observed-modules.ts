/** The replacement for an ES module's source, used if the file has the expected source. */
export interface AnnouncingSource {
  readonly source: string;
  /** With an announcement of the module, as in a bundle. */
  readonly announcing: string;
}

/** Modules whose exports are observed after they have loaded, and may be replaced. */
export interface ObservedModules {
  /** Absolute paths of files, links followed. */
  readonly files: ReadonlySet<string>;
  /** Packages as `import` names them, if `require` resolves them to another file or not at all. */
  readonly specifiers: ReadonlySet<string>;
  /** The files that announce themselves instead of being shown when they are imported. */
  readonly announcing: ReadonlyMap<string, AnnouncingSource>;
  /**
   * A CommonJS module has run.
   *
   * @returns what it exports from now on
   */
  onRequired(file: string, exports: unknown): unknown;
  /** A module was imported. The names in its namespace can be given other values. */
  onImported(file: string, specifier: string, namespace: Record<string, unknown>): void;
  /**
   * A module of a bundle has run.
   *
   * @param path of an application's module, relative to the folder where the bundle was built, with `/`;
   *   empty for a package
   * @param name of the package that the file belongs to; empty for none
   * @returns what it exports from now on, if it is a CommonJS module
   */
  readonly onAnnounced?: ((path: string, name: string, exports: unknown) => unknown) | undefined;
}
