import { fileURLToPath } from 'node:url';
import type { ImportInTheMiddleFiles } from './import-in-the-middle-files.ts';
import type { ObservedModules } from './observed-modules.ts';

/** Called by `import-in-the-middle` for every included module, in the order of registration. */
export type ImportHook = (url: string, namespace: object, specifier: string, format?: string) => void;

/** Shows observed modules as `import-in-the-middle` reports them. */
export function showImported(observed: ObservedModules, files: ImportInTheMiddleFiles): void {
  const { importHooks } = files.load<{ importHooks: ImportHook[] }>('lib/register.js');
  importHooks.push((url, namespace, specifier) => {
    const file = modulePath(url);
    if (!observed.files.has(file) && !observed.specifiers.has(specifier)) return;
    observed.onImported(file, specifier, namespace as Record<string, unknown>);
  });
}

/** The file of a URL; the URL itself if it is not a file. */
export function modulePath(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url.replace(/[?#].*$/, '')) : url;
}
