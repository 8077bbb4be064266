import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIBRARIES } from '../../src/libraries/libraries.ts';
import { READY_MADE_WORK } from '../../src/libraries/ready-made-units.ts';
import { nodes } from '../helpers/nodes.ts';
import { ODD_COMMON_JS, ODD_ES_MODULES } from '../helpers/odd-modules.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Loads the packages of each folder, and prints what happened and what came of it. */
const LOADER = `
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const told = value => {
  try {
    return typeof value === 'function' ? 'function ' + typeof value() : typeof value;
  } catch (error) {
    return 'throws ' + error?.message;
  }
};
(async () => {
  for (const folder of process.argv.slice(2)) {
    const entry = join(folder, 'entry.mjs');
    const { imported } = await import(pathToFileURL(entry));
    const load = folder.includes('import') ? imported : async name => ({ default: createRequire(entry)(name) });
    for (const name of require('./packages.json')) {
      try {
        const loaded = await load(name);
        console.log(folder, name, told('default' in loaded ? loaded.default : loaded));
      } catch (error) {
        console.log(folder, name, 'is not loaded: ' + error?.message);
      }
    }
  }
})();
`;

const WAYS = [
  { way: 'require', kind: 'commonjs', shapes: ODD_COMMON_JS },
  { way: 'import', kind: 'commonjs', shapes: ODD_COMMON_JS },
  { way: 'import', kind: 'module', shapes: ODD_ES_MODULES },
] as const;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-odd-'));
  const packages = await packagesToPatch();
  writeFileSync(join(folder, 'load.cjs'), LOADER);
  writeFileSync(join(folder, 'packages.json'), JSON.stringify([...packages.keys()]));
  for (const { way, kind, shapes } of WAYS) {
    for (const [shape, source] of Object.entries(shapes)) {
      const place = join(folder, folderOf(way, kind, shape));
      for (const [name, version] of packages)
        writePackage(join(place, 'node_modules', name), version, kind, source);
      writeFileSync(join(place, 'entry.mjs'), 'export const imported = name => import(name);');
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const node of nodes()) {
  describe.concurrent(`packages that are not what their names say, Node.js ${node.version}`, () => {
    it.each(WAYS)('load as without otel-run, by $way, written as $kind', async ({ way, kind, shapes }) => {
      const folders = Object.keys(shapes).map(shape => join(folder, folderOf(way, kind, shape)));
      const argv = [node.path, 'load.cjs', ...folders];
      const env = preloaded({ OTEL_SERVICE_NAME: 'odd', OTEL_TRACES_EXPORTER: 'none' });

      const [bare, instrumented] = await Promise.all([
        run(argv, { cwd: folder }),
        run(argv, { cwd: folder, env }),
      ]);

      expect(bare.code, bare.stderr).toBe(0);
      expect(instrumented.stdout).toBe(bare.stdout);
      expect(instrumented.code, instrumented.stderr).toBe(0);
      const lines = instrumented.stderr.split('\n').filter(line => line !== '');
      expect(lines.filter(line => !/^otel-run: \S+ is not instrumented by \S+: /.test(line))).toEqual([]);
    });
  });
}

function folderOf(way: string, kind: string, shape: string): string {
  return `${way} ${kind} ${shape}`.replaceAll(/\W+/g, '-');
}

function writePackage(place: string, version: string, type: string, source: string): void {
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'package.json'), JSON.stringify({ version, type, main: 'index.js' }));
  writeFileSync(join(place, 'index.js'), source);
}

/** Every package that something of otel-run patches, in a version that it knows. */
async function packagesToPatch(): Promise<ReadonlyMap<string, string>> {
  const script = '../../scripts/build/bundled-instrumentations.mjs';
  const { bundledInstrumentations } = await import(script);
  const versions = new Map<string, string>();
  for (const { targets } of [...bundledInstrumentations(), ...READY_MADE_WORK, ...LIBRARIES]) {
    for (const [name, ranges] of Object.entries(targets as Record<string, string[]>)) {
      if (!ranges.includes('*')) versions.set(name, lowestVersion(ranges));
    }
  }
  return versions;
}

/** Of ranges as all of them are written: `>=1.2.3 <4`, `^1.2.3`, `1.x`. */
function lowestVersion(ranges: readonly string[]): string {
  const [, lowest = '1'] = /(\d+(?:\.\d+)*)/.exec(ranges[0] ?? '') ?? [];
  return [...lowest.split('.'), '0', '0'].slice(0, 3).join('.');
}
