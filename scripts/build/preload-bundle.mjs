import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { asEsModules } from './as-es-modules.mjs';
import { awsUpstream } from './aws-upstream.mjs';
import { bundledInstrumentations, virtualInstrumentations } from './bundled-instrumentations.mjs';
import { cheaperUpstream } from './cheaper-upstream.mjs';
import { databaseUpstream } from './database-upstream.mjs';
import { declaredExporters } from './declared-exporters.mjs';
import { grpcUpstream } from './grpc-upstream.mjs';
import { guestUpstream, ownDescriptors } from './guest-upstream.mjs';
import { jsonNumbers } from './json-numbers.mjs';
import { libraryParts, virtualLibraries } from './libraries.mjs';
import { messagingUpstream } from './messaging-upstream.mjs';
import { oneFirstFile } from './one-first-file.mjs';
import { ownMarks, ownModuleHooks, ownProtobufWriter, silentDebug } from './own-modules.mjs';
import { ownRequests } from './own-requests.mjs';
import { ownRoutes } from './own-routes.mjs';
import { partTable } from './parts.mjs';
import { passingErrors } from './passing-errors.mjs';
import { plainDefaults } from './plain-defaults.mjs';
import { plainExports } from './plain-exports.mjs';
import { takenAtStart } from './taken-at-start.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files of the preload that several parts share. */
const SHARED_FILE = 'shared-[name].cjs';

/** Folders of the parts that instrument libraries. */
const OF_LIBRARIES =
  /@opentelemetry[\\/](?:instrumentation|semantic-conventions)[\\/]|src[\\/](?:logs|preload[\\/]libraries)[\\/]/;

/**
 * The preload for the bundler: a core that every process loads, and parts that load on demand.
 *
 * @param common options of every bundle
 */
export async function preloadBundle(common) {
  const input = {
    input: partInputs(),
    plugins: plugins(),
  };
  const { main } = partTable(root);
  const atStart = await modulesOf({ ...common, ...input, input: main });
  // Parts may load the core where main must not run.
  atStart.delete(join(root, main));
  return {
    ...input,
    plugins: [...plugins(), plainDefaults(), plainExports(), takenAtStart(root, SHARED_FILE), oneFirstFile()],
    output: {
      format: 'cjs',
      dir: 'dist/preload',
      // Marks for bundlers, which never read these files.
      comments: { legal: false, annotation: false },
      // The exporters' `import('http')`: the first one in a thread starts its ES module loader, 20 ms from Node.js 22 on.
      dynamicImportInCjs: false,
      entryFileNames: '[name].cjs',
      chunkFileNames: SHARED_FILE,
      // Code that every process loads, and code that parts for libraries share. Another file
      // costs a start a third of a millisecond.
      codeSplitting: {
        groups: [
          { name: 'core', test: id => atStart.has(id) },
          // Before the groups of one kind, which would include what they import.
          {
            name: 'instrumentation',
            test: id => OF_LIBRARIES.test(id) && ofKind(id) === null,
            minShareCount: 2,
          },
          { name: ofKind, test: id => ofKind(id) !== null, minShareCount: 2 },
        ],
      },
    },
  };
}

/** Folders and files of `src/preload/libraries/` → the code that their parts share. */
const KINDS = [
  {
    kind: '$1',
    files: /src[\\/]preload[\\/]libraries[\\/](http|graphql|databases|ai|loggers|channel)[\\/-]/,
  },
  { kind: 'patches', files: /src[\\/]preload[\\/]libraries[\\/](?:work|binding|patch-exports)\b/ },
  { kind: 'logs', files: /src[\\/]logs[\\/]/ },
];

/** Code shared by the libraries of one kind, which other libraries do not load. */
function ofKind(id) {
  const { kind, files } = KINDS.find(({ files }) => files.test(id)) ?? {};
  return kind === '$1' ? files.exec(id)[1] : (kind ?? null);
}

function plugins() {
  return [
    virtualInstrumentations(),
    virtualLibraries(),
    asEsModules(),
    declaredExporters(),
    silentDebug(),
    ownModuleHooks(root),
    ownMarks(),
    ownProtobufWriter(root),
    ownRoutes(),
    cheaperUpstream(),
    jsonNumbers(),
    databaseUpstream(),
    messagingUpstream(),
    awsUpstream(),
    grpcUpstream(),
    ownRequests(),
    guestUpstream(),
    ownDescriptors(),
    passingErrors(),
  ];
}

/** Every part with the module that it is built from. */
function partInputs() {
  const instrumentations = bundledInstrumentations().map(({ part, source }) => [part, source]);
  return { ...partTable(root), ...libraryParts, ...Object.fromEntries(instrumentations) };
}

/** The modules that remain of an entry and its imports after unused code is removed. */
async function modulesOf(options) {
  const build = await rolldown(options);
  const { output } = await build.generate({ format: 'cjs', dynamicImportInCjs: false });
  await build.close();
  return new Set(output.flatMap(chunk => ('moduleIds' in chunk ? chunk.moduleIds : [])));
}
