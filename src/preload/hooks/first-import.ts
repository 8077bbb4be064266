import Module from 'node:module';
import { type FirstImport, startBeforeImport } from './hooked-import.ts';
import { importsAtStart, mayLosePreloads } from './preload-flags.ts';
import { startBeforeLoader } from './watched-loader.ts';

/** Starts hooks in a thread just before the first import that needs them; at once where that cannot be noticed in time. */
export function startBeforeFirstImport(first: FirstImport): void {
  if (mayLosePreloads()) first.start();
  // Available since Node.js 22.15.
  else if ('registerHooks' in Module) startBeforeImport(first);
  else if (process.versions.node.startsWith('20.') && !importsAtStart()) startBeforeLoader(first.start);
  else first.start();
}
