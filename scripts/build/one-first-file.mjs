/** What every file of the preload needs from the bundler, with the globals saved at the start. */
const RUNTIME = 'shared-rolldown-runtime.cjs';

const CORE = 'shared-core.cjs';

/**
 * A bundler plugin. The bundler always puts its helpers into a separate file; this moves that file to the top
 * of the core, which every process loads. Another file costs each start up to a millisecond. In a build with source maps
 * the helpers stay separate, because the lines of the core would no longer be where its map has them.
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
