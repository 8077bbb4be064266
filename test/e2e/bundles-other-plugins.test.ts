import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "application", "version": "1.0.0" }',
  'node_modules/pino/package.json': '{ "name": "pino", "version": "10.0.0", "main": "pino.js" }',
  'node_modules/pino/pino.js': 'exports.kind = "plain"; exports.late = () => require("./late");',
  'node_modules/pino/late.js': 'module.exports = require("./pino").kind;',
  'src/jobs.ts': 'export async function run(id: string): Promise<string> { return "plain " + id; }',
  'src/main.ts':
    'import pino from "pino"; import * as ns from "pino"; import { run } from "./jobs";\nrun("1").then(ran => console.log(pino.kind, pino.late(), ns.kind, ran));',
  // Takes the announcements in the place of otel-run.
  'listener.cjs': `const announced = [];
globalThis[Symbol.for('otel-run.modules')] = ([name, , path], exports) => { announced.push(name || path); return exports; };
process.on('exit', () => console.log(announced.sort().join()));`,
};

let folder = '';

/** As esbuild-plugin-pino does: it gives the file once in a build. */
function changing(name: string, filter: RegExp, loader: 'js' | 'ts' = 'js'): Plugin {
  return {
    name,
    async setup({ onLoad }) {
      await undefined;
      let isGiven = false;
      onLoad({ filter }, ({ path }) => {
        if (isGiven) return undefined;
        isGiven = true;
        return { contents: readFileSync(path, 'utf8').replace('plain', 'changed'), loader };
      });
    },
  };
}

/** As Yarn's plugin does: what it resolves is in a namespace of its own. */
const archiving: Plugin = {
  name: 'archives',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^/ }, ({ path, importer }) => ({
      path: createRequire(importer || join(folder, 'main.js')).resolve(
        path === './jobs' ? `${path}.ts` : path,
      ),
      namespace: 'archives',
    }));
    onLoad({ filter: /^/ }, ({ path, namespace }) =>
      namespace === 'archives'
        ? { contents: readFileSync(path), loader: 'default', resolveDir: dirname(path) }
        : undefined,
    );
  },
};

const ROWS: readonly {
  readonly name: string;
  readonly before: readonly Plugin[];
  readonly behind: readonly Plugin[];
  readonly twice?: boolean;
  readonly prints: string;
  readonly announced: string;
}[] = [
  {
    name: 'one behind loads a package',
    before: [],
    behind: [changing('any', /pino\.js$/)],
    prints: 'changed changed changed plain 1',
    announced: 'pino,src/jobs.ts',
  },
  {
    name: 'one behind loads nothing of it',
    before: [],
    behind: [changing('any', /none$/)],
    prints: 'plain plain plain plain 1',
    announced: 'pino,src/jobs.ts',
  },
  {
    name: 'one behind loads modules of the application',
    before: [],
    behind: [changing('any', /jobs\.ts$/, 'ts')],
    prints: 'plain plain plain changed 1',
    announced: 'pino,src/jobs.ts',
  },
  {
    name: 'one before loads modules of the application',
    before: [changing('any', /jobs\.ts$/, 'ts')],
    behind: [],
    prints: 'plain plain plain changed 1',
    announced: 'pino',
  },
  {
    name: 'one behind has a namespace of its own',
    before: [],
    behind: [archiving],
    prints: 'plain plain plain plain 1',
    announced: 'pino,src/jobs.ts',
  },
  {
    name: 'this one again',
    before: [],
    behind: [],
    twice: true,
    prints: 'plain plain plain plain 1',
    announced: 'pino,src/jobs.ts',
  },
  {
    name: 'esbuild-plugin-pino before',
    before: [changing('pino', /pino\.js$/)],
    behind: [],
    prints: 'changed changed changed plain 1',
    announced: 'pino,src/jobs.ts',
  },
  {
    name: 'esbuild-plugin-pino behind',
    before: [],
    behind: [changing('pino', /pino\.js$/)],
    prints: 'changed changed changed plain 1',
    announced: 'pino,src/jobs.ts',
  },
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-plugins-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('other plugins of esbuild', () => {
  it.each(ROWS.flatMap(row => (['esm', 'cjs'] as const).map(format => ({ ...row, format }))))(
    'load what they loaded, and it announces itself: $name, $format',
    async row => {
      const { default: otelRun } = await import(pathToFileURL(join(PACKAGE_FOLDER, 'dist/esbuild.js')).href);
      const outfile = join(folder, `${row.name}.${row.format === 'esm' ? 'mjs' : 'cjs'}`);
      const { before, behind, twice = false, format } = row;
      const options = { bundle: true, platform: 'node', format, absWorkingDir: folder, outfile } as const;
      // The same plugins in a second build, as in watch mode.
      const again = twice ? [otelRun()] : [];
      for (const _ of [1, 2])
        await build({
          ...options,
          entryPoints: ['src/main.ts'],
          plugins: [...before, otelRun(), ...behind, ...again],
        });

      const bare = await run([process.execPath, outfile]);
      const listened = await run([process.execPath, '--require', join(folder, 'listener.cjs'), outfile]);

      expect(bare).toMatchObject({ code: 0, stdout: `${row.prints}\n`, stderr: '' });
      expect(listened.stdout).toBe(`${row.prints}\n${row.announced}\n`);
    },
  );
});
