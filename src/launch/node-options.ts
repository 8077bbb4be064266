/**
 * `NODE_OPTIONS` with the preload in front, so that it runs before whatever the user preloads. What was there stays
 * as it is; a preload that is there already is not added again.
 *
 * @param existing the value of the variable, undefined where it is not set
 * @param preload absolute path of the preload's door
 */
export function withPreload(existing: string | undefined, preload: string): string {
  const rest = existing?.trim() ?? '';
  if (preloadsOf(rest).includes(preload)) return rest;
  return `--require ${quote(preload)} ${rest}`.trimEnd();
}

/** The files that an option string preloads by `--require`. */
function preloadsOf(options: string): string[] {
  const words = splitWords(options);
  return words.flatMap((word, index) => {
    if (word === '--require' || word === '-r') return words[index + 1] ?? [];
    return word.startsWith('--require=') ? word.slice('--require='.length) : [];
  });
}

/**
 * Node.js splits the variable at spaces, takes a double-quoted part as one word and in it a backslash as an escape
 * (doc/api/cli.md, `NODE_OPTIONS`).
 */
function splitWords(options: string): string[] {
  const words = options.match(/(?:"(?:\\.|[^"\\])*"|[^ "])+/gs) ?? [];
  return words.map(word =>
    word.replace(/"((?:\\.|[^"\\])*)"/gs, (_, quoted: string) => quoted.replace(/\\(.)/gs, '$1')),
  );
}

function quote(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}
