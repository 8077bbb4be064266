/** What a library is for. */
export type LibraryKind = 'http' | 'graphql' | 'database' | 'ai' | 'work' | 'logger';

/** What a listed library is for; `context` are those whose callbacks are kept in the request that asked. */
export type ListedKind = LibraryKind | 'context' | 'runtime';

/**
 * A library that otel-run itself makes spans or records of: one row here and one file in `src/preload/libraries/`. The
 * build, the preload, doctor and the documents read the row.
 */
export interface Library {
  /**
   * What `OTEL_NODE_DISABLED_INSTRUMENTATIONS` and `OTEL_NODE_ENABLED_INSTRUMENTATIONS` call it, and the name of its file.
   */
  readonly name: string;
  readonly kind: LibraryKind;
  /**
   * Where the telemetry comes from: diagnostics channels of the library's own, an instrumentation that somebody else
   * keeps, or a patch of ours.
   */
  readonly source: 'channel' | 'upstream' | 'patch';
  /**
   * The packages and built-in modules whose loading loads the part, with their supported versions. Built-in modules that
   * only the prefix `node:` leads to are written with it.
   */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** What arrives, in a phrase for documents and doctor. */
  readonly arrives: string;
  /** Scopes of packages that record the same: they are silent while this library is enabled. */
  readonly scopes?: readonly string[];
  /** Off unless `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names it. */
  readonly off?: true;
}

/** The name that a library's part of the preload is loaded by. */
export function partName(name: string): string {
  return `library-${name}`;
}
