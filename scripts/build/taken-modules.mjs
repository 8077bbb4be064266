import { freeIdentifiers } from './free-identifiers.mjs';

/**
 * Built-in modules that the core loads at the start. Applications, and their tests, replace functions in them
 * (`path.join = …`): the preload calls those that it found at the start. `fs` is left out: only Plug'n'Play's functions read
 * files in archives, and it may set itself up after otel-run.
 */
const MODULES = ['async_hooks', 'diagnostics_channel', 'events', 'os', 'path', 'url', 'util'];

/** Only named as here: who requires `module` changes it. */
const NODE_MODULE = 'node:module';

/** Those that are taken before the application has them (`src/preload/foundation/later-modules.ts`). */
const LATER = ['perf_hooks', 'stream', 'vm', 'worker_threads'];

/** How the bundler declares a built-in module, and what `plain-defaults.mjs` makes of one with a default export. */
const DECLARATION = new RegExp(
  `\\b(let|const|var) ([\\w$]+) = require\\("((?:node:)?(?:${[...MODULES, ...LATER].join('|')})|${NODE_MODULE})"\\);(\\s+\\2 = \\{ __proto__: \\2, default: \\2 \\};)?`,
  'g',
);

/** One export of a built-in module, as in `require("url").pathToFileURL(__filename)`. */
const EXPRESSION = new RegExp(`\\brequire\\("(?:node:)?(${MODULES.join('|')})"\\)\\.([\\w$]+)\\b(?! =)`, 'g');

/**
 * Makes a file use what built-in modules exported at the start. A file that also uses a module as a whole, or writes to
 * it, keeps the module.
 *
 * @param {string} code a CommonJS file as the bundler renders it
 * @param {string} file the first file of the preload
 * @param {Map<string, Set<string>>} wanted gets the exports that the file reads, by module
 */
export function withTakenModules(code, file, wanted) {
  const uses = byName(freeIdentifiers(code.replace(DECLARATION, '')));
  const taken = (id, members) => `require(${JSON.stringify(file)}).${takenAs(id, members, wanted)}`;
  const ofDeclarations = (whole, keyword, name, module, withDefault) => {
    const members = (uses.get(name) ?? []).map(({ member }) => (member?.written ? undefined : member?.name));
    if (members.includes(undefined)) return whole;
    const declared = `${keyword} ${name} = ${taken(module.replace('node:', ''), members)};`;
    return withDefault
      ? `${declared}\n${name} = { __proto__: ${name}, default: require("${module}") };`
      : declared;
  };
  return code
    .replace(DECLARATION, ofDeclarations)
    .replace(EXPRESSION, (_, id, member) => `${taken(id, [member])}.${member}`);
}

function takenAs(id, members, wanted) {
  if (LATER.includes(id)) return `laterModule("${id}")`;
  const exports = new Set([...(wanted.get(id) ?? []), ...members]);
  exports.delete('default');
  wanted.set(id, exports);
  return `modules.${id}`;
}

/**
 * The statement that takes the exports, at the end of the first file.
 *
 * @param {Map<string, Set<string>>} wanted
 */
export function takingModules(wanted) {
  const lists = [...wanted].sort().map(([id, names]) => `${id}: ${JSON.stringify([...names].sort().join())}`);
  return `exports.takeModules({ ${lists.join(', ')} });`;
}

function byName(identifiers) {
  const found = new Map();
  for (const one of identifiers) found.set(one.name, [...(found.get(one.name) ?? []), one]);
  return found;
}
