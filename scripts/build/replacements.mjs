import { fileURLToPath } from 'node:url';

/**
 * A bundler plugin that replaces expressions in other packages. The build fails if upstream's code no longer
 * matches. Then check whether the replacement is still needed.
 *
 * @param replacements rows of `file` (which files), `until` (what makes the row unnecessary: an upstream
 * issue or pull request, otherwise what upstream would need to offer), `upstream` (the original code), `ours`
 * (the replacement, or a function that returns it) and `imported` (its imports)
 */
export function replacing(name, replacements) {
  const endless = replacements.find(({ until }) => !until);
  if (endless) throw new Error(`${name}.mjs: no \`until\` for ${endless.upstream}`);
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

/**
 * The import of a replacement that calls code of ours.
 *
 * @param {string} names comma-separated
 * @param {string} path below `src`, without the ending
 */
export function importOwn(names, path) {
  const file = fileURLToPath(new URL(`../../src/${path}.ts`, import.meta.url));
  return `import { ${names} } from ${JSON.stringify(file)};`;
}
