import { announceCommonJs, isCommonJs } from './announce-common-js.ts';
import { announceEsModule } from './announce-es-module.ts';
import { announcedFile } from './announced-files.ts';
import { isThere } from './announcement.ts';
import { mayBeEsModule, readEsModule } from './es-module.ts';

/**
 * A package's module with its announcement, for a bundler. Additions follow its last line, and changes keep
 * their length, so that its source map stays valid.
 *
 * @param file its absolute path, links followed
 * @returns undefined for a module that the preload does not wait for
 */
export function withAnnouncement(source: string, file: string): string | undefined {
  const announced = announcedModule(file);
  if (!announced) return undefined;
  const { announcement, files } = announced;
  if (isThere(source, announcement)) return undefined;
  const module = file.endsWith('.cjs') ? undefined : readEsModule(source);
  if (module) {
    const { path } = announcement;
    return module.hasAttributes ? undefined : announceEsModule(source, module, announcement, { path, files });
  }
  if (file.endsWith('.mjs') || (!file.endsWith('.cjs') && isUnreadable(source))) return undefined;
  return announceCommonJs(source, announcement);
}

/** Whether it looks like an ES module, but has syntax that only the bundler knows. */
function isUnreadable(source: string): boolean {
  return mayBeEsModule(source) && !isCommonJs(source);
}

/** Whether a file may get an announcement, by its name. */
export function isAnnounced(file: string): boolean {
  return announcedModule(file) !== undefined;
}

function announcedModule(file: string) {
  return /\.[cm]?js$/.test(file) ? announcedFile(file) : undefined;
}
