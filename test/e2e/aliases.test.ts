import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

// A package that is installed under another name, of which files inside it are patched: `"sql": "npm:postgres"`.

const NAMES = ['postgres', 'sql', '@our/sql'];

const QUERY = "connect({ host: '127.0.0.1', port: 1 })`SELECT 1`.catch(error => console.log(error.code))";

const WAYS = [
  { way: 'import', file: 'app.mjs', source: (name: string) => `import connect from '${name}'; ${QUERY};` },
  {
    way: 'import()',
    file: 'app.cjs',
    source: (name: string) => `import('${name}').then(({ default: connect }) => ${QUERY});`,
  },
  {
    way: 'require',
    file: 'app.cjs',
    source: (name: string) => `const connect = require('${name}'); ${QUERY};`,
  },
];

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-aliases-'));
  const dependencies = { postgres: '3', sql: 'npm:postgres@3', '@our/sql': 'npm:postgres@^3.4.0' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const postgres = new URL('../../node_modules/postgres', import.meta.url).pathname;
  for (const name of NAMES)
    cpSync(postgres, join(folder, 'node_modules', name), { recursive: true, dereference: true });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await collector.close();
});

for (const node of nodes()) {
  const rows = NAMES.flatMap(name => WAYS.map(way => ({ ...way, name })));
  describe.concurrent(`Node.js ${node.version}, a package under the name`, () => {
    it.each(rows)('$name, by $way', async ({ name, way, file, source }) => {
      const service = `${name} ${way} ${node.version}`;
      const program = `./${service.replaceAll(/\W+/g, '-')}-${file}`;
      writeFileSync(join(folder, program), source(name));

      const ended = await run([node.path, program], {
        cwd: folder,
        env: preloaded(collector.environment(service)),
      });

      expect(ended).toMatchObject({ code: 0, stdout: 'ECONNREFUSED\n', stderr: '' });
      const { spans } = await collector.waitFor(service, got => got.spans.length > 0);
      expect(spans.map(span => [span.name, span.attributes['server.port']])).toEqual([['SELECT', 1]]);
    });
  });
}
