/** A module as it announces itself in a bundle: what the preload knows it by. */
export interface Announcement {
  readonly name: string;
  readonly version: string;
  /** The file's path in its package; of the application's own from where the bundle is built. */
  readonly path: string;
  readonly role: Role;
}

/**
 * What a module is patched as: `entry`, what the package's name leads to; or a file, by the path that it is known by,
 * which may be that of its twin of another format; `own`, a module of the application itself, whose functions may be named
 as work.
 */
export type Role = 'entry' | 'own' | { readonly file: string };

/** How a bundle finds the preload; without otel-run there is none. Code may have a `Symbol` of its own. */
export const LISTENER = 'globalThis[globalThis.Symbol.for("otel-run.modules")]';

/** The announcement as it is written into a bundle, in as few characters as it takes. */
export function written({ name, version, path, role }: Announcement): string {
  return JSON.stringify([name, version, path, known(role, path)]);
}

function known(role: Role, path: string): 0 | 1 | 2 | string {
  if (role === 'entry') return 0;
  if (role === 'own') return 2;
  return role.file === path ? 1 : role.file;
}
