/** A plugin of the bundler: a module that the build writes. */
export function virtualModule(id, code) {
  return {
    name: id,
    resolveId: source => (source === id ? `\0${id}` : null),
    load: source => (source === `\0${id}` ? code : null),
  };
}
