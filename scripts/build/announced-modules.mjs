// The modules that a bundle must announce. The preload itself provides the list, so that it
// follows what the preload waits for.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { replacing } from './replacements.mjs';

/** Where the recording preload stores its data for the program below. */
const RECORDED = "globalThis[Symbol.for('otel-run.recorded')]";

/** Places in the preload that show what it waits for. */
const RECORDING = [
  {
    file: /[\\/]preload[\\/]\w+[\\/]awaited-modules\.ts$/,
    until: 'never: it is a file of ours, changed in the recording copy alone',
    upstream: 'this.#say = say;',
    ours: `this.#say = say; (${RECORDED} ??= { definitions: [] }).awaited = this;`,
  },
  {
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]instrumentationNodeModuleDefinition\.mjs$/,
    until: 'upstream lists the module definitions of an instrumentation',
    upstream: 'this.files = files || [];',
    ours: `this.files = files || []; ${RECORDED}.definitions.push(this);`,
  },
];

/** Runs with that preload. Prints for each package whether its exports are patched, and its patched files. */
const PROGRAM = `
const { awaited, definitions } = ${RECORDED};
const { isBuiltin } = require('node:module');
const targets = awaited.targets.filter(name => !isBuiltin(name));
for (const name of targets) awaited.activate(name);
const known = Object.fromEntries(targets.map(name => [name, definitions.filter(definition => definition.name === name)]));
const table = Object.entries(known).map(([name, definitions]) => {
  const files = new Set(definitions.flatMap(({ files }) => files.map(file => file.name.slice(name.length + 1))));
  return { name, entry: files.size === 0 || definitions.some(({ patch }) => patch), files: [...files].sort() };
});
process.stdout.write(JSON.stringify(table), () => process.reallyExit(0));
`;

/** Parts that the recording preload does not need, and that take half of the time. */
const AS_IS = ['taken-at-start', 'one-first-file'];

/** The module that exports everything. */
const ENVIRONMENT = {
  OTEL_SERVICE_NAME: 'build',
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'otlp',
};

/**
 * @param root the repository
 * @param bundle builds one of the preload's bundles
 * @param bundles the configurations of the preload's bundles
 * @param instrumentations short names of those that are off unless they are named
 * @returns package name → whether its exports are patched, and its patched files
 */
export async function announcedModules(root, bundle, bundles, instrumentations) {
  const folder = mkdtempSync(join(root, 'node_modules', '.announced-'));
  try {
    for (const { plugins = [], ...configuration } of bundles) {
      const { dir } = configuration.output;
      await bundle({
        ...configuration,
        plugins: [
          replacing('announced-modules', RECORDING),
          ...plugins.filter(({ name }) => !AS_IS.includes(name)),
        ],
        output: { ...configuration.output, dir: dir.replace(/^dist/, relative(root, folder)), minify: false },
      });
    }
    const preload = join(folder, 'preload.cjs');
    const named = { OTEL_NODE_ENABLED_INSTRUMENTATIONS: instrumentations.join(',') };
    return merged([...ask(preload, {}), ...ask(preload, named)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ask(preload, settings) {
  const env = {
    ...ENVIRONMENT,
    ...settings,
    PATH: process.env.PATH,
  };
  const argv = ['--require', preload, '--eval', PROGRAM];
  return JSON.parse(
    execFileSync(process.execPath, argv, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
}

function merged(rows) {
  const table = {};
  for (const { name, entry, files } of rows) {
    const known = table[name] ?? { entry: false, files: [] };
    table[name] = {
      entry: known.entry || entry,
      files: [...new Set([...known.files, ...files])].sort(),
    };
  }
  return table;
}
