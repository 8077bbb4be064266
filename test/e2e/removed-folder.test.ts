import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { LAUNCHES, launchedBy, SERVICE } from '../helpers/launches.ts';
import { run } from '../helpers/processes.ts';

// A deployment may remove the folder in which a supervisor still starts processes.

const SHOW = '(typeof http.get, pool()); http.get("http://127.0.0.1:1").on("error", () => {});';

const FILES: Readonly<Record<string, string>> = {
  'node_modules/mysql/package.json': '{ "name": "mysql", "version": "2.18.1", "main": "index.js" }',
  'node_modules/mysql/index.js': 'exports.createConnection = exports.createPool = () => "real";',
  'app.cjs': `const http = require("http"); const { createPool: pool } = require("mysql"); console.log${SHOW}`,
  'app.mjs': `import http from "node:http"; import { createPool as pool } from "mysql"; console.log${SHOW}`,
  'later.cjs': `const load = async () => [await import("node:http"), (await import("mysql")).createPool];
    load().then(([http, pool]) => { console.log${SHOW} });`,
  'forked.cjs': `const { fork } = require("child_process");
    fork(require("path").join(__dirname, "app.cjs")).on("exit", code => console.log(code));`,
  'throws.cjs': 'require("http"); throw new Error("broken");',
  'asks.cjs': 'try { process.cwd(); } catch (error) { console.log(error.code); }',
};

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-removed-'));
  mkdirSync(join(folder, 'node_modules', 'mysql'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
});
afterAll(async () => {
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

const PROGRAMS = Object.keys(FILES).filter(name => !name.startsWith('node_modules'));

for (const launch of LAUNCHES) {
  describe.concurrent(`a command ${launch.title}, in a folder that was removed`, () => {
    it.each(PROGRAMS)('runs as bare: %s', async program => {
      const argv = ['node', join(folder, program)];
      const around = (command: readonly string[]) => {
        const gone = mkdtempSync(join(tmpdir(), 'otel-run-gone-'));
        return ['sh', '-c', 'cd "$0" && rmdir "$0" && exec "$@"', gone, ...command];
      };
      const env = { ...launch.options.env, ...collector.environment(SERVICE), OTEL_LOG_LEVEL: 'none' };
      const options = { ...launch.options, env };

      const [bare, byOtelRun] = await Promise.all([
        run(around(argv), options),
        run(around(launchedBy(launch, argv)), options),
      ]);

      expect(bare.stdout + bare.stderr).toMatch(/function real|broken|ENOENT/);
      expect(byOtelRun).toEqual(bare);
    });
  });
}
