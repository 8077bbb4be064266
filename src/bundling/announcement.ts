/** The announcement of a module in a bundle, by which the preload knows it. */
export interface Announcement {
  readonly name: string;
  readonly version: string;
  /**
   * The file's path in its package, or for the application's own files, relative to the folder of the build.
   */
  readonly path: string;
  readonly role: Role;
}

/**
 * What a module is patched as: `entry`, what the package's name leads to; or a file, by the path that it is known by,
 * which may be that of its twin of another format; `own`, a module of the application itself, whose functions may be named
 as work.
 */
export type Role = 'entry' | 'own' | { readonly file: string };

const LISTENER = 'globalThis[globalThis.Symbol.for("otel-run.modules")]';

/**
 * How a module in a bundle finds the preload, which exists only under otel-run. Code may have its own `Symbol`, and its
 * own `globalThis`.
 */
export function listenerIn(source: string): string {
  return OWN_GLOBAL.test(source) ? LISTENER.replaceAll('globalThis', 'global') : LISTENER;
}

const OWN_GLOBAL = /\b(?:var|let|const|function|class)\s+globalThis\b/;

/** The announcement as written into a bundle, as short as possible. */
export function written({ name, version, path, role }: Announcement): string {
  return JSON.stringify([name, version, path, known(role, path)]);
}

/** Whether a module announces itself already: a configuration and what it extends may both have the plugin. */
export function isThere(source: string, announcement: Announcement): boolean {
  return source.includes(listenerIn(source)) && source.includes(written(announcement));
}

function known(role: Role, path: string): 0 | 1 | 2 | string {
  if (role === 'entry') return 0;
  if (role === 'own') return 2;
  return role.file === path ? 1 : role.file;
}
