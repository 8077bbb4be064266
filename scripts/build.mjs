// Builds dist/: the command line and the doors that applications import as one file each, the preload as a small
// core with parts that load on demand, and the type declarations.
import { readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { attributeKeys } from './attribute-keys.mjs';
import { billOfMaterials } from './bill-of-materials.mjs';
import { bundledInstrumentations } from './bundled-instrumentations.mjs';
import { bundledPackages } from './bundled-packages.mjs';
import { cheaperUpstream } from './cheaper-upstream.mjs';
import { bundlesOfImportInTheMiddle, copyImportInTheMiddle } from './copy-of-import-in-the-middle.mjs';
import { writeDeclarations } from './declarations.mjs';
import { declaredExporters } from './declared-exporters.mjs';
import { guestUpstream, ownDescriptors } from './guest-upstream.mjs';
import { oneCopyOfEach } from './one-copy-of-each.mjs';
import { oneFirstFile } from './one-first-file.mjs';
import { ownRequests } from './own-requests.mjs';
import { ownRoutes } from './own-routes.mjs';
import { passingErrors } from './passing-errors.mjs';
import { takenAtStart } from './taken-at-start.mjs';
import { thirdPartyNotices } from './third-party-notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = path => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));

const define = {
  __VERSION__: JSON.stringify(read('package.json').version),
  __ATTRIBUTE_KEYS__: JSON.stringify(attributeKeys),
  __SDK_VERSION__: JSON.stringify(read('node_modules/@opentelemetry/sdk-trace/package.json').version),
  __EXPORTER_VERSION__: JSON.stringify(
    read('node_modules/@opentelemetry/otlp-exporter-base/package.json').version,
  ),
};

const builtins = [...builtinModules, /^node:/];

/** Less to read at every start, with names that a stack trace can still be read by. */
const LESS_TO_READ = {
  compress: true,
  mangle: { keepNames: { function: true, class: true } },
  codegen: { removeWhitespace: true },
};

/** Files of the preload that several parts share. */
const SHARED_FILE = 'shared-[name].cjs';

/** Parts of the preload that are loaded by name; instrumentations are added to them. */
const PARTS = {
  main: 'src/preload/main.ts',
  deliverer: 'src/preload/delivery/deliverer.ts',
  'transport-grpc': 'src/preload/delivery/transport-grpc.ts',
  declarative: 'src/preload/declarative/declarative.ts',
  'uncaught-end': 'src/preload/errors/uncaught-end.ts',
  metrics: 'src/preload/providers/metering.ts',
  'console-exporters': 'src/preload/providers/console-exporters.ts',
  extension: 'src/preload/providers/extension.ts',
  'work-spans': 'src/preload/named-work/work-spans.ts',
  'cloud-detectors': 'src/preload/providers/cloud-detectors.ts',
  'own-sdk': 'src/preload/own-sdk/own-sdk.ts',
  binding: 'src/preload/binding/binding.ts',
  'work-pg': 'src/preload/named-work/work-pg.ts',
  'work-redis': 'src/preload/named-work/work-redis.ts',
  'work-ioredis': 'src/preload/named-work/work-ioredis.ts',
  'work-bullmq': 'src/preload/named-work/work-bullmq.ts',
  'work-bee-queue': 'src/preload/named-work/work-bee-queue.ts',
  'work-node-cron': 'src/preload/named-work/work-node-cron.ts',
  'work-croner': 'src/preload/named-work/work-croner.ts',
  'errors-fastify': 'src/preload/instrumentation/routes/fastify.ts',
  'errors-nest': 'src/preload/instrumentation/routes/nest.ts',
  'routes-express': 'src/preload/instrumentation/routes/express.ts',
  'routes-hapi': 'src/preload/instrumentation/routes/hapi.ts',
  'routes-hono': 'src/preload/instrumentation/routes/hono.ts',
  'routes-koa': 'src/preload/instrumentation/routes/koa.ts',
  'propagator-b3': 'src/preload/providers/propagator-b3.ts',
  // Requiring it as the ES module that it is takes a flag away that an application may not have.
  'import-hooks': 'import-in-the-middle/create-hook.mjs',
  'probe-thread': 'src/doctor/probe-thread.ts',
  'extension-thread': 'src/doctor/extension-thread.ts',
};

/** What every process loads. */
const CORE = new RegExp(
  [
    '@opentelemetry/(api|core|sdk-trace|sdk-logs|context-async-hooks)/',
    '@opentelemetry/resources/dist/[\\w-]+\\.mjs$',
    '@opentelemetry/otlp-transformer/dist/(common|trace|logs)/',
    'import-in-the-middle/supports-sync-hooks',
    'src/(error-message|preload/(parts|settings|intrinsics))',
    'src/preload/modules/(instrumented-require|import-in-the-middle|guarded-patches|patch-common-js)',
    'src/preload/delivery/(batcher|outlet)',
    'src/preload/errors/(rethrown|unwinding|request-error)',
    'src/preload/providers/(tracing|logging|field-processor|bound-context)',
    'src/logs/(?!pino|bunyan|winston|bridge)',
    'src/work/',
    'src/preload/instrumentation/(recorded-operation|route-only)',
    'src/shared/',
  ]
    .join('|')
    .replaceAll('/', '[\\\\/]'),
);

/** Of the packages in the core, what no start needs: other processors than ours, exporters, whole namespaces. */
const NOT_AT_START =
  /@opentelemetry[\\/](?:resources[\\/]dist[\\/](?:semconv|detect-resources)|sdk-(?:trace|logs)[\\/].*[\\/](?:Batch|Simple|Console|InMemory|SpanProcessorM|LogRecordProcessorM)\w+|core[\\/]dist[\\/](?:index|.*[\\/](?:merge|lodash\.merge|environment|configuration|url))|api[\\/]dist[\\/](?:index|diag[\\/]consoleLogger|trace[\\/]internal[\\/]\w[\w-]+))\.mjs$/;

/** Doors that applications import, from ES modules and from CommonJS, with type declarations. */
const LIBRARIES = ['index', 'testing'];

const bundles = [
  {
    input: { preload: 'src/preload.ts' },
    external: [...builtins, /\.cjs$/],
    // Kept as it is written: old runtimes have to understand it.
    output: { format: 'cjs', dir: 'dist', entryFileNames: '[name].cjs', minify: false },
  },
  {
    input: { ...PARTS, ...instrumentationInputs() },
    external: builtins,
    // Its ES build requires @grpc/grpc-js in a way that no bundler sees.
    resolve: {
      alias: {
        '@opentelemetry/otlp-grpc-exporter-base': `${root}/node_modules/@opentelemetry/otlp-grpc-exporter-base/dist/index.cjs`,
      },
    },
    plugins: [
      virtualInstrumentations(),
      oneCopyOfEach(),
      declaredExporters(),
      silentDebug(),
      ownModuleHooks(),
      ownMarks(),
      ownRoutes(),
      cheaperUpstream(),
      ownRequests(),
      guestUpstream(),
      ownDescriptors(),
      passingErrors(),
      takenAtStart(root, SHARED_FILE),
      oneFirstFile(),
    ],
    output: {
      format: 'cjs',
      dir: 'dist/preload',
      // The exporters' `import('http')`: the first one in a thread starts its ES module loader, 20 ms from Node.js 22 on.
      dynamicImportInCjs: false,
      entryFileNames: '[name].cjs',
      chunkFileNames: SHARED_FILE,
      // Shared files beside the parts: what every process loads, and what instrumentations need. A file more costs a start
      // a third of a millisecond.
      codeSplitting: {
        groups: [
          {
            name: 'core',
            test: id => CORE.test(id) && !NOT_AT_START.test(id),
          },
          {
            name: 'instrumentation',
            test: /@opentelemetry[\\/](?:instrumentation|semantic-conventions)[\\/]|require-in-the-middle|rpc-metadata|src[\\/]logs[\\/]bridge|routes[\\/](?:replaced-methods|joined)|named-work[\\/](?:patch-library|channel-message)/,
          },
        ],
      },
    },
  },
  {
    // On its own, with nothing that the delivery thread does not need: an exit may wait for it to load.
    input: { 'courier-thread': 'src/preload/delivery/courier-thread.ts' },
    external: builtins,
    platform: 'node',
    plugins: [ownDescriptors()],
    output: { format: 'cjs', dir: 'dist/preload', entryFileNames: '[name].cjs', dynamicImportInCjs: false },
  },
  {
    input: { cli: 'src/cli.ts' },
    external: builtins,
    platform: 'node',
    plugins: [virtualInstrumentations(), cheaperUpstream()],
    // CommonJS starts 5 ms earlier than the same as ES modules.
    output: {
      format: 'cjs',
      dir: 'dist',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'cli/[name].cjs',
    },
  },
  ...bundlesOfImportInTheMiddle,
  ...LIBRARIES.flatMap(name => [library(name, 'esm', 'js'), library(name, 'cjs', 'cjs')]),
];

function library(name, format, extension) {
  return {
    input: { [name]: `src/${name}.ts` },
    external: [...builtins, '@opentelemetry/api'],
    output: {
      format,
      dir: 'dist',
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `${name}/[name].${extension}`,
    },
  };
}

function instrumentationInputs() {
  return Object.fromEntries(bundledInstrumentations().map(({ part, source }) => [part, source]));
}

function virtualInstrumentations() {
  const id = 'virtual:instrumentations';
  return {
    name: 'virtual-instrumentations',
    resolveId: source => (source === id ? `\0${id}` : null),
    load: source =>
      source === `\0${id}`
        ? `export const instrumentations = ${JSON.stringify(bundledInstrumentations().map(({ source, ...known }) => known))};`
        : null,
  };
}

/** `require-in-the-middle` logs through `debug`, which prints for an application that runs with `DEBUG=*`. */
function silentDebug() {
  return {
    name: 'silent-debug',
    resolveId: source => (source === 'debug' ? '\0debug' : null),
    load: id => (id === '\0debug' ? 'module.exports = () => () => {};' : null),
  };
}

/** What the instrumentations know as `require-in-the-middle` and `import-in-the-middle`. */
function ownModuleHooks() {
  const ours = name => join(root, 'src/preload/modules', `${name}.ts`);
  const names = ['require-in-the-middle', 'import-in-the-middle'];
  return {
    name: 'own-module-hooks',
    resolveId: (source, importer) =>
      names.includes(source) && importer !== ours(source) ? ours(source) : null,
  };
}

/**
 * An instrumentation that finds a function wrapped unwraps it first, to replace itself; that of Express collects a
 * request's route in a property. With marks of our own, a second copy in the application wraps around ours instead of
 * taking it away, and does not collect into the same route.
 */
function ownMarks() {
  return {
    name: 'own-marks',
    transform: {
      filter: { id: /@opentelemetry[\\/]instrumentation(?:-express)?[\\/]dist[\\/][\w-]+\.mjs$/ },
      handler: code => code.replaceAll(/__wrapped|__ot_middlewares/g, '$&ByOtelRun'),
    },
  };
}

async function bundle({ output, ...input }) {
  const build = await rolldown({
    cwd: root,
    platform: 'node',
    transform: { define, target: 'node20' },
    ...input,
  });
  const { output: chunks } = await build.write({
    comments: { legal: false },
    // V8 reads a file with a character beyond Latin-1 as two bytes for each.
    charset: 'ascii',
    minify: LESS_TO_READ,
    ...output,
    dir: `${root}/${output.dir}`,
  });
  await build.close();
  return chunks.flatMap(chunk => chunk.moduleIds ?? []);
}

rmSync(`${root}/dist`, { recursive: true, force: true });
const moduleIds = (await Promise.all(bundles.map(bundle))).flat();
copyImportInTheMiddle(root);
const packages = bundledPackages(moduleIds);
thirdPartyNotices(root, packages);
billOfMaterials(root, packages);
writeDeclarations(root, LIBRARIES);
