import { dirname, relative, sep } from 'node:path';
import { announceCommonJs } from './announce-common-js.ts';
import { announcedFile } from './announced-files.ts';
import type { EsbuildBuild, OtherPlugin, OwnResolution } from './esbuild-build.ts';

/** Plugins that load the entry of a CommonJS package in a way of their own, by their names. */
const LOADED: Readonly<Record<string, string>> = {
  // esbuild-plugin-pino
  pino: 'pino',
};

const NAMESPACE = 'otel-run';

/**
 * Whether a file is loaded by a plugin before this one, which cannot be asked: the announcement is then in a module that
 * stands in for it where it is imported by name.
 *
 * @param before the plugins before this one
 */
export function entryLoadedByOthers(before: readonly OtherPlugin[]): (file: string) => boolean {
  const packages = before.flatMap(({ name }) => LOADED[name] ?? []);
  return file => {
    const { name = '', role } = (packages.length > 0 ? announcedFile(file)?.announcement : undefined) ?? {};
    return role === 'entry' && packages.includes(name);
  };
}

/** The module that stands in for such a file. Its name has no extension, so no plugin takes it for a file to load. */
export function standIn(file: string, { initialOptions }: EsbuildBuild): OwnResolution {
  const path = relative(initialOptions.absWorkingDir ?? process.cwd(), file).replaceAll(sep, '/');
  return { path: path.replace(/\.[cm]?js$/, ''), namespace: NAMESPACE, pluginData: file };
}

export function loadStandIns(build: EsbuildBuild): void {
  build.onLoad({ filter: /^/, namespace: NAMESPACE }, ({ pluginData: file }) => {
    const { announcement } = announcedFile(file) ?? {};
    if (!announcement) return undefined;
    const contents = announceCommonJs(`module.exports = require(${JSON.stringify(file)});`, announcement);
    return { contents, loader: 'js', resolveDir: dirname(file) };
  });
}
