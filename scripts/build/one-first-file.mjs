/** What every file of the preload needs of the bundler, with the globals taken at the start. */
const RUNTIME = 'shared-rolldown-runtime.cjs';

const CORE = 'shared-core.cjs';

/**
 * A plugin of the bundler, which always gives its own helpers a file of their own: puts that file at the top of the
 * core, which every process loads. A file more costs each start up to a millisecond. In a build with source maps it
 * stays a file of its own, because lines of the core would no longer be where its map has them.
 */
export function oneFirstFile() {
  return {
    name: 'one-first-file',
    generateBundle: (_, bundle) => joinFirst(bundle),
  };
}

function joinFirst(bundle) {
  if (`${CORE}.map` in bundle) return;
  const { code: first } = bundle[RUNTIME];
  delete bundle[RUNTIME];
  for (const chunk of Object.values(bundle)) {
    const own = chunk.fileName === CORE;
    chunk.code = chunk.code.replaceAll(
      `require("./${RUNTIME}")`,
      own ? 'exports.first' : `require("./${CORE}").first`,
    );
    if (own) chunk.code = `(function(exports){${first}})(exports.first={});${chunk.code}`;
    if (chunk.code.includes(RUNTIME)) throw new Error(`${chunk.fileName} requires ${RUNTIME} in a new way`);
  }
}
