/**
 * How a module in a bundle announces itself, as the plugin writes it and minifiers leave it: name, version, path. webpack's
 * `eval` has it in a string. See `src/bundling/announcement.ts`.
 */
const ANNOUNCEMENT =
  /otel-run\.modules\\?["'`][\s\S]{0,150}?\[\s*\\?(["'`])((?:@[\w.-]+\/)?[\w.-]*)\\?\1,\s*\\?\1([\w.+-]*)\\?\1,\s*\\?\1((?:(?!\1)[^\n\\])*)\\?\1/g;

/** Packages that announce themselves, with their versions. */
export function announcedPackages(source: string): ReadonlyMap<string, readonly string[]> {
  const announced = new Map<string, readonly string[]>();
  for (const { name, version } of announcementsIn(source)) {
    if (name !== '') announced.set(name, [...new Set([...(announced.get(name) ?? []), version])]);
  }
  return announced;
}

/** Modules that can be named as work: by a package's name, or by the path from where the bundle was built. */
export function announcedModules(source: string): ReadonlySet<string> {
  return new Set(announcementsIn(source).flatMap(({ name, path }) => [name, path].filter(Boolean)));
}

function announcementsIn(source: string) {
  return [...source.matchAll(ANNOUNCEMENT)].map(([, , name = '', version = '', path = '']) => ({
    name,
    version,
    path,
  }));
}
