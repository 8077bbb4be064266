import { rolldown } from 'rolldown';
import { freeIdentifiers } from './free-identifiers.mjs';
import { withPlainDefaults } from './plain-defaults.mjs';
import { takingModules, withTakenModules } from './taken-modules.mjs';

/** The first file of the preload, which every other file loads. */
const FIRST = 'rolldown-runtime';

/** What the first file is made of. */
const INTRINSICS = /(?:^|[\\/])(?:intrinsics|later-modules)\.ts$/;

/**
 * Makes the whole preload use the globals of the runtime as they were at its start: each file declares, at
 * its top, those that it uses, from the values that `src/preload/foundation/intrinsics.ts` saved. `Date.now`
 * and other members that tools replace individually get their own names. So do the exports of built-in modules.
 *
 * Names declared at the top of a file reach all code bundled into it. A bundler's `inject`
 * does not: it skips CommonJS modules.
 */
export function takenAtStart(root, chunkFileName) {
  const file = `./${chunkFileName.replace('[name]', FIRST)}`;
  const source = `${root}/src/preload/foundation/intrinsics.ts`;
  let taken;
  const wanted = new Map();
  return {
    name: 'taken-at-start',
    async buildStart() {
      taken = await compile(source);
    },
    // All of the preload shares one copy, which no other file may precede.
    resolveId: id => (INTRINSICS.test(id) ? { id: file, external: true } : null),
    renderChunk: (code, { name }) =>
      name === FIRST
        ? `${taken.code}\n${code}`
        : withTaken(withTakenModules(code, file, wanted), taken, file),
    generateBundle: (_, bundle) => {
      const first = Object.values(bundle).find(({ name }) => name === FIRST);
      first.code += takingModules(wanted);
    },
  };
}

async function compile(source) {
  const build = await rolldown({ input: source, platform: 'node', transform: { target: 'node20' } });
  const { output } = await build.generate({ format: 'cjs' });
  await build.close();
  const module = { exports: {} };
  const code = withPlainDefaults(output[0].code);
  new Function('exports', 'require', code)(module.exports, process.getBuiltinModule);
  return { code, ...module.exports };
}

/** A file with the globals that it uses declared at its top. */
function withTaken(code, { globals, members }, file) {
  const free = freeIdentifiers(code);
  const [ofMembers, others] = partition(
    free,
    ({ name, member }) => member && !member.written && members[name]?.[member.name],
  );
  const names = [...new Set(others.map(({ name }) => name).filter(name => Object.hasOwn(globals, name)))];
  const owners = [...new Set(ofMembers.map(({ name }) => name))];
  if (names.length + ofMembers.length === 0) return code;
  const lines = [
    `const { globals: taken$globals, members: taken$members } = require(${JSON.stringify(file)});`,
    `const { ${names.join(', ')} } = taken$globals;`,
    ...owners.map(owner => {
      const found = ofMembers.filter(({ name }) => name === owner);
      const properties = new Set(found.map(({ member }) => `${member.name}: ${owner}$${member.name}`));
      return `const { ${[...properties].join(', ')} } = taken$members.${owner};`;
    }),
  ];
  // In front of the first line, not above it, so that the source map of a debug build still has the right lines.
  return `${lines.join(' ')} ${replaceMembers(code, ofMembers)}`;
}

function replaceMembers(code, found) {
  const parts = [];
  let position = 0;
  for (const { name, member } of found.toSorted((a, b) => a.start - b.start)) {
    parts.push(code.slice(position, member.start), `${name}$${member.name}`);
    position = member.end;
  }
  return parts.join('') + code.slice(position);
}

function partition(list, test) {
  return [list.filter(test), list.filter(item => !test(item))];
}
