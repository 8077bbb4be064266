/** The purpose of a library. */
export type LibraryKind = 'http' | 'graphql' | 'database' | 'ai' | 'work' | 'logger';

/** The purpose of a listed library. `context`: its callbacks are kept in the request that made the call. */
export type ListedKind = LibraryKind | 'context' | 'runtime';

/**
 * A library for which otel-run itself creates spans or records: one row here and one file in
 * `src/preload/libraries/`. The build, the preload, doctor and the documents read the row.
 */
export interface Library {
  /**
   * Its name in `OTEL_NODE_DISABLED_INSTRUMENTATIONS` and
   * `OTEL_NODE_ENABLED_INSTRUMENTATIONS`, and of its file.
   */
  readonly name: string;
  readonly kind: LibraryKind;
  /**
   * The source of the telemetry: the library's own diagnostics channels, an instrumentation that
   * others maintain, or our own patch.
   */
  readonly source: 'channel' | 'upstream' | 'patch';
  /**
   * The packages and built-in modules whose loading loads the part, with their supported versions. Built-in modules that
   * only the prefix `node:` leads to are written with it.
   */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** What arrives, in a phrase for documents and doctor. */
  readonly arrives: string;
  /** Scopes of packages that record the same. They are silent while this library is enabled. */
  readonly scopes?: readonly string[];
  /** Off unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it. */
  readonly off?: true;
}

/** The name of a library's part of the preload. */
export function partName(name: string): string {
  return `library-${name}`;
}
