import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import { type Finding, finding } from '../config/finding.ts';
import { isPath, mayBeFile, parseWorkSpans } from '../config/parse/work-spans.ts';
import { announcedModules } from './announcements.ts';
import { readApplication } from './application-files.ts';

/**
 * Modules of OTEL_RUN_WORK_SPANS that do not exist. At its end, a run reports which of them it did not load.
 *
 * @param entry the application's own file, which may be a bundle that holds them
 */
export function workSpansFindings(
  { settings, disabled }: Configuration,
  folder: string,
  entry?: string,
): readonly Finding[] {
  const setting = settings.get('OTEL_RUN_WORK_SPANS');
  if (!setting || disabled.on) return [];
  const require = createRequire(join(folder, 'package.json'));
  const canResolve = (module: string) => {
    try {
      return require.resolve(module) !== '';
    } catch (error) {
      // A package that supports only `import` exists, although it cannot be required.
      return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    }
  };
  const isOnDisk = (module: string) =>
    (!isPath(module) && canResolve(module)) || (mayBeFile(module) && canResolve(resolve(folder, module)));
  const modules = new Set(parseWorkSpans(setting.value).workSpans.map(({ module }) => module));
  const absent = [...modules].filter(module => !isOnDisk(module));
  if (absent.length === 0) return [];
  const bundled = announcedModules(entry === undefined ? '' : readApplication(entry));
  return absent
    .filter(module => !bundled.has(module) && !(mayBeFile(module) && bundled.has(sourceOf(module, folder))))
    .map(module => finding('work-spans-unresolved', setting.name, { module }));
}

/** What a bundle calls a module of the application. */
function sourceOf(module: string, folder: string): string {
  return relative(folder, resolve(folder, module)).replaceAll(sep, '/');
}
