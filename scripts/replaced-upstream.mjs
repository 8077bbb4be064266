/**
 * A plugin of the bundler that writes places of other packages in another way. The build fails where upstream's code is
 * no longer what is replaced.
 *
 * @param name of the script with the replacements: each names a file, upstream's code, ours, and what that imports
 */
export function replacedUpstream(name, replacements) {
  return {
    name,
    transform: {
      filter: { id: replacements.map(({ file }) => file) },
      handler(code, id) {
        const imports = new Set();
        const replaced = replacements
          .filter(({ file }) => file.test(id))
          .reduce((before, { upstream, ours, imported = [] }) => {
            const after = before.replace(upstream, found => ours.replace('$&', () => found));
            if (after === before)
              throw new Error(`${id} does its work in another way now: see scripts/${name}.mjs`);
            for (const statement of imported) imports.add(statement);
            return after;
          }, code);
        return [...imports, replaced].join('');
      },
    },
  };
}
