/**
 * `NODE_OPTIONS` with the preload in front, so that it runs before whatever the user preloads. What was there stays
 * as it is; a preload that is there already is not added again.
 *
 * @param existing the value of the variable, undefined where it is not set
 * @param preload absolute path of the preload's door
 */
export function withPreload(existing: string | undefined, preload: string): string {
  const option = `--require ${quote(preload)}`;
  const rest = existing?.trim() ?? '';
  if (rest.includes(option)) return rest;
  return rest === '' ? option : `${option} ${rest}`;
}

/**
 * Node.js splits the variable at spaces, takes a double-quoted part as one word and in it a backslash as an escape
 * (doc/api/cli.md, `NODE_OPTIONS`).
 */
function quote(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}
