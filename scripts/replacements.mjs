/**
 * A plugin of the bundler that writes places of other packages in another way. The build fails where upstream's code is
 * no longer what is replaced: then look whether it still needs to be.
 *
 * @param replacements which files, what stands there, and what takes its place
 */
export function replacing(name, replacements) {
  return {
    name,
    transform: {
      filter: { id: replacements.map(({ file }) => file) },
      handler(code, id) {
        return replacements
          .filter(({ file }) => file.test(id))
          .reduce((before, { upstream, ours }) => {
            const after = before.replace(upstream, () => ours);
            if (after === before) throw new Error(`${id} does its work in another way now: see ${name}.mjs`);
            return after;
          }, code);
      },
    },
  };
}
