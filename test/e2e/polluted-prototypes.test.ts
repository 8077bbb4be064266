import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** What applications, and old libraries, add to everybody's prototypes. */
const POLLUTIONS = {
  'a property of all objects': 'Object.prototype.flag = true;',
  'a method of all objects':
    'Object.prototype.merge = function (other) { return Object.assign(this, other); };',
  'an accessor of all objects':
    "Object.defineProperty(Object.prototype, 'size2', { configurable: true, get() { return 1; } });",
  'a hidden property of all objects': "Object.defineProperty(Object.prototype, 'flag', { value: true });",
  'methods of arrays and functions':
    'Array.prototype.last = function () { return this.at(-1); }; Function.prototype.method = function () {};',
  'a property of text': "String.prototype.colour = 'red';",
  'a toJSON of all objects': 'Object.prototype.toJSON = () => ({ shown: 1 });',
  'a hidden toJSON of all objects':
    "Object.defineProperty(Object.prototype, 'toJSON', { value: () => ({ shown: 1 }) });",
  'a toJSON of all lists': "Array.prototype.toJSON = () => 'a list';",
  'a toJSON of all values': `for (const owner of [String, Number, Boolean, BigInt, Date, Map, Function])
    owner.prototype.toJSON = () => 'a value';`,
} as const;

/** With these, pino starts only before. */
const LATE = {
  'a toJSON of all objects that throws':
    "Object.prototype.toJSON = function toJSON() { throw new Error('not yours'); };",
  'an accessor in place of toJSON that throws':
    "Object.defineProperty(Object.prototype, 'toJSON', { get() { throw new Error('not yours'); } });",
} as const;

const TITLES = [...Object.keys(POLLUTIONS), ...Object.keys(LATE)];

const application = (late: string) => `
  const pino = require(${JSON.stringify(createRequire(import.meta.url).resolve('pino'))});
  const http = require('node:http');
  const log = pino();
  ${late}
  const server = http.createServer((request, response) => {
    log.info({ order: 1, items: [1, { id: 2 }] }, 'asked');
    response.end();
  });
  server.listen(0, () => http.get({ port: server.address().port }, response => response.resume().on('end', () => server.close())));`;

let collector: Collector;
let cwd = '';
beforeAll(async () => {
  collector = await startCollector();
  cwd = mkdtempSync(join(tmpdir(), 'otel-run-polluted-'));
  for (const [title, pollution] of Object.entries(POLLUTIONS)) {
    writeFileSync(join(cwd, `${fileOf(title)}.cjs`), `${pollution}${application('')}`);
  }
  for (const [title, pollution] of Object.entries(LATE)) {
    writeFileSync(join(cwd, `${fileOf(title)}.cjs`), application(pollution));
  }
});
afterAll(async () => {
  rmSync(cwd, { recursive: true, force: true });
  await collector.close();
});

for (const node of nodes()) {
  describe.concurrent(`prototypes that an application adds to, Node.js ${node.version}`, () => {
    const cases = TITLES.flatMap(title =>
      ['http/protobuf', 'http/json'].map(protocol => ({ title, protocol })),
    );

    it.each(cases)('take nothing away: $title, $protocol', async ({ title, protocol }) => {
      const service = `${protocol} ${fileOf(title)} ${node.version}`;
      const env = preloaded(collector.environment(service, protocol));

      const { code, stderr, stdout } = await run([node.path, `${fileOf(title)}.cjs`], { cwd, env });

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { spans, logs } = await collector.waitFor(
        service,
        got => got.spans.length > 1 && got.logs.length > 0,
      );
      expect(spans.map(({ kind }) => kind).sort()).toEqual(['SPAN_KIND_CLIENT', 'SPAN_KIND_SERVER']);
      const shown = title in LATE ? {} : { items: JSON.parse(stdout).items };
      expect(logs).toMatchObject([
        { body: 'asked', attributes: { order: 1, ...shown }, traceId: spans[0]?.traceId },
      ]);
    });
  });
}

function fileOf(title: string): string {
  return title.replaceAll(/\W+/g, '-');
}
