// The folders that Lambda would unpack into /opt: ours, and one that starts OpenTelemetry's packages.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What a bundle cannot hold: the hooks of Node.js load them, and import-in-the-middle has two dependencies itself. */
const OUTSIDE = [
  'import-in-the-middle',
  'require-in-the-middle',
  'cjs-module-lexer',
  'debug',
  'es-module-lexer',
  'module-details-from-path',
  'ms',
];

/** Makes both layers below a folder. */
export async function makeLayers(base) {
  const ours = join(base, 'otel-run');
  execFileSync(process.execPath, [join(root, 'scripts/build-lambda.mjs'), ours]);
  const upstream = join(base, 'upstream');
  await makeUpstream(upstream);
  return { 'otel-run': ours, upstream };
}

/** From this Node.js on, Lambda's runtime imports every handler. */
const IMPORTS_ALL = 24;

/**
 * Bundled and minified into one file, as OpenTelemetry's layer is. Like there, the hooks of the loader are registered
 * only where the runtime imports the handler.
 */
async function makeUpstream(layer) {
  mkdirSync(layer, { recursive: true });
  const build = await rolldown({
    input: fileURLToPath(new URL('upstream.mjs', import.meta.url)),
    platform: 'node',
    external: ['import-in-the-middle', 'require-in-the-middle'],
    checks: { bundlerTimings: false },
  });
  await build.write({ format: 'cjs', file: join(layer, 'upstream.cjs'), minify: true });
  await build.close();
  for (const name of OUTSIDE)
    cpSync(join(root, 'node_modules', name), join(layer, 'node_modules', name), { recursive: true });
  writeFileSync(
    join(layer, 'init.mjs'),
    [
      "import { register } from 'node:module';",
      "import './upstream.cjs';",
      `if (process.env.HANDLER_IS_MODULE || Number.parseInt(process.versions.node) >= ${IMPORTS_ALL})`,
      "  register('import-in-the-middle/hook.mjs', import.meta.url);",
      '',
    ].join('\n'),
  );
  const wrapper = `#!/bin/sh\nexport NODE_OPTIONS="$NODE_OPTIONS --import ${layer}/init.mjs"\nexec "$@"\n`;
  writeFileSync(join(layer, 'otel-handler'), wrapper);
  chmodSync(join(layer, 'otel-handler'), 0o755);
}

/** The bytes of a layer's files. */
export function sizeOf(layer) {
  return readdirSync(layer, { recursive: true })
    .map(name => lstatSync(join(layer, String(name))))
    .reduce((sum, status) => sum + (status.isFile() ? status.size : 0), 0);
}
