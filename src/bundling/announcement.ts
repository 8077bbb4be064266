/** A module as it announces itself in a bundle: what the preload knows it by. */
export interface Announcement {
  readonly name: string;
  readonly version: string;
  /** The file's path in its package. */
  readonly path: string;
  readonly role: Role;
}

/**
 * What a module is patched as: `entry`, what the package's name leads to; or a file, by the path that it is known by,
 * which may be that of its twin of another format.
 */
export type Role = 'entry' | { readonly file: string };

/** How a bundle finds whoever wants to know; nobody without otel-run. Code may have a `Symbol` of its own. */
export const LISTENER = 'globalThis[globalThis.Symbol.for("otel-run.modules")]';

/** The announcement as it is written into a bundle, in as few characters as it takes. */
export function written({ name, version, path, role }: Announcement): string {
  return JSON.stringify([name, version, path, role === 'entry' ? 0 : role.file === path ? 1 : role.file]);
}
