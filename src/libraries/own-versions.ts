/**
 * Versions that our own part for an instrumentation knows, if upstream's instrumentation knows fewer: by the
 * instrumentation's short name, then by package. The build writes them into the list of instrumentations.
 */
export const OWN_VERSIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'nestjs-core': { '@nestjs/core': ['>=4.0.0 <13'] },
};
