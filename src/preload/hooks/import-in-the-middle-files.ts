import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { canBeImported } from '../foundation/plug-and-play.ts';

/** Files of `import-in-the-middle`, as the hooks load them. */
export interface ImportInTheMiddleFiles {
  /** @throws what loading the file throws */
  load<Exports>(file: string): Exports;
  /** The URL of a file. */
  url(file: string): URL;
}

/**
 * The package if Node.js can import its files, so that an application with the same version shares it;
 * otherwise the copy beside the preload (see `scripts/build/copy-of-import-in-the-middle.mjs`).
 *
 * @throws if the preload is in an archive of Plug'n'Play and nothing can be imported from it
 */
export function importInTheMiddleFiles(): ImportInTheMiddleFiles {
  const require = createRequire(import.meta.url);
  const folder = packageFolder(require) ?? join(import.meta.dirname, 'import-in-the-middle');
  if (!canBeImported(folder)) {
    throw new Error(
      `${folder} is in an archive: let Yarn unplug otel-run (dependenciesMeta in package.json)`,
    );
  }
  return {
    load: file => require(join(folder, file)),
    url: file => pathToFileURL(join(folder, file)),
  };
}

function packageFolder(require: NodeJS.Require): string | undefined {
  try {
    const folder = dirname(require.resolve('import-in-the-middle'));
    return canBeImported(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}
