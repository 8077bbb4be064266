import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import { type Finding, finding } from '../config/finding.ts';
import { parseWorkSpans } from '../config/parse/work-spans.ts';

/**
 * Modules of OTEL_RUN_WORK_SPANS that do not exist. At its end, a run reports which of them it did not load.
 */
export function workSpansFindings({ settings, disabled }: Configuration, folder: string): readonly Finding[] {
  const setting = settings.get('OTEL_RUN_WORK_SPANS');
  if (!setting || disabled.on) return [];
  const require = createRequire(join(folder, 'package.json'));
  const isThere = (module: string) => {
    const isPath = /^\.{1,2}[\\/]/.test(module) || isAbsolute(module);
    try {
      return require.resolve(isPath ? resolve(folder, module) : module) !== '';
    } catch (error) {
      // A package that supports only `import` exists, although it cannot be required.
      return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    }
  };
  const modules = new Set(parseWorkSpans(setting.value).workSpans.map(({ module }) => module));
  return [...modules]
    .filter(module => !isThere(module))
    .map(module => finding('work-spans-unresolved', setting.name, { module }));
}
