/**
 * A plugin of the bundler that writes places of other packages in another way. The build fails where upstream's code is
 * no longer what is replaced: then look whether it still needs to be.
 *
 * @param replacements which files, what stands there, what takes its place, by a function of it or as it is, and what that
 * imports
 */
export function replacing(name, replacements) {
  return {
    name,
    transform: {
      filter: { id: replacements.map(({ file }) => file) },
      handler(code, id) {
        const here = replacements.filter(({ file }) => file.test(id));
        const imports = new Set(here.flatMap(({ imported = [] }) => imported));
        const replaced = here.reduce((before, { upstream, ours }) => {
          const after = before.replace(upstream, typeof ours === 'function' ? ours : () => ours);
          if (after === before) throw new Error(`${id} does its work in another way now: see ${name}.mjs`);
          return after;
        }, code);
        return [...imports, replaced].join('');
      },
    },
  };
}
