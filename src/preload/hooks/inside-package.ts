/** The mark that a copy of `import-in-the-middle` adds to the URL of a module that it wraps. */
export const MARK = '?iitm=true';

const MARKED = /[?&]iitm=true$/;

const FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//;

/** A requested module, as hooks of Node.js see it. */
export interface Asked {
  readonly specifier: string;
  readonly parentURL: string | undefined;
  /** The resolved URL. */
  readonly url: string;
}

/**
 * The plain URL of a module, if another file of its package asks for it. There it is not wrapped: in a circle
 * of imports, a wrapper's functions could not be called before it has run. Files that something waits for are
 * an exception.
 *
 * @param awaitedFiles paths after `node_modules/`
 * @returns in all other cases the unchanged URL
 */
export function asItsPackageSeesIt(
  { specifier, parentURL, url }: Asked,
  awaitedFiles: ReadonlySet<string>,
): string {
  if (!specifier.startsWith('.') || parentURL === undefined || !isMarked(url)) return url;
  const folder = FOLDER.exec(url)?.[0];
  if (folder === undefined || FOLDER.exec(parentURL)?.[0] !== folder) return url;
  const plain = unmarked(url);
  return awaitedFiles.has(plain.slice(plain.lastIndexOf('/node_modules/') + '/node_modules/'.length))
    ? url
    : plain;
}

/** Whether a URL leads to the wrapper of a module. */
export function isMarked(url: string): boolean {
  return MARKED.test(url);
}

/** The plain URL of a module. */
export function unmarked(url: string): string {
  return url.replace(MARKED, '');
}
