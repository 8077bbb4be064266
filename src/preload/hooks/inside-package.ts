/** What `import-in-the-middle` adds to the URL of a module that it stands in front of. */
const MARK = /[?&]iitm=true$/;

const FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//;

/** A module that was asked for, as hooks of Node.js see it. */
export interface Asked {
  readonly specifier: string;
  readonly parentURL: string | undefined;
  /** As it was resolved to. */
  readonly url: string;
}

/**
 * The URL that leads to a module itself where another file of its package asks for it. Nothing stands in front of it there: in
 * a circle of imports its functions could not be called before it has run. Files that something waits for are an exception.
 *
 * @param awaitedFiles paths behind `node_modules/`
 * @returns the URL as it was, of everything else
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

/** Whether a URL leads to what stands in front of a module. */
export function isMarked(url: string): boolean {
  return MARK.test(url);
}

/** The URL that leads to a module itself. */
export function unmarked(url: string): string {
  return url.replace(MARK, '');
}
