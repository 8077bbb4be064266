/**
 * `NODE_OPTIONS` with the preload in front, so that it runs before the user's own preloads. A preloaded Yarn
 * Plug'n'Play stays before it: without that, no file of any package can be found, not even the preload's. The
 * existing value stays unchanged, and an existing preload is not added again.
 *
 * @param existing the value of the variable, undefined if it is not set
 * @param preload absolute path of the preload's entry file
 */
export function withPreload(existing: string | undefined, preload: string): string {
  const rest = existing?.trim() ?? '';
  const preloads = preloadsOf(rest);
  if (preloads.some(({ file }) => file === preload)) return rest;
  const plugAndPlay = preloads.findLast(({ file }) => PLUG_AND_PLAY.test(file));
  const end = plugAndPlay?.end ?? 0;
  return [rest.slice(0, end), `--require ${quote(preload)}`, rest.slice(end).trimStart()]
    .filter(Boolean)
    .join(' ');
}

/** The file with which Yarn tells Node.js about a project's packages; `.pnp.js` before Yarn 3. */
const PLUG_AND_PLAY = /(?:^|[\\/])\.pnp\.c?js$/;

/** A file that an option string preloads with `--require`, and where the option ends. */
interface Preload {
  readonly file: string;
  readonly end: number;
}

function preloadsOf(options: string): Preload[] {
  const words = splitWords(options);
  return words.flatMap(({ text, end }, index) => {
    const next = words[index + 1];
    if (text === '--require' || text === '-r') return next ? { file: next.text, end: next.end } : [];
    return text.startsWith('--require=') ? { file: text.slice('--require='.length), end } : [];
  });
}

/**
 * Node.js splits the variable at spaces, treats a double-quoted part as one word, and a backslash in it as an
 * escape (doc/api/cli.md, `NODE_OPTIONS`).
 */
function splitWords(options: string): { readonly text: string; readonly end: number }[] {
  const words = options.matchAll(/(?:"(?:\\.|[^"\\])*"|[^ "])+/gs);
  return [...words].map(({ 0: word, index }) => ({
    text: word.replace(/"((?:\\.|[^"\\])*)"/gs, (_, quoted: string) => quoted.replace(/\\(.)/gs, '$1')),
    end: index + word.length,
  }));
}

function quote(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/["\\]/g, '\\$&')}"` : path;
}
