import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** What an application may do to its working directory, and how many spans it has when it ends. */
const APPLICATION = `
  const { chmodSync, mkdtempSync, rmdirSync } = require('node:fs');
  const work = () => require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();
  const leave = () => process.chdir(folder = mkdtempSync(process.env.TMPDIR + '/left-'));
  const remove = () => { leave(); rmdirSync(folder); };
  const lock = () => {
    leave();
    chmodSync(folder, 0);
    process.setgroups?.([]);
    process.setgid?.(65534);
    process.setuid?.(65534);
  };
  let folder;`;

const isRoot = process.getuid?.() === 0;

/** A thread for the delivery starts with the first turn of the event loop after the first span. */
const CASES = [
  { name: 'removed before the first span', code: 'remove(); work();', spans: 1 },
  { name: 'removed after it', code: 'work(); remove(); work();', spans: 2 },
  { name: 'removed long before', code: 'remove(); setTimeout(work, 300);', spans: 1 },
  {
    name: 'removed as the thread starts',
    code: 'work(); setImmediate(() => { remove(); work(); });',
    spans: 2,
  },
  { name: 'removed a little later', code: 'work(); setTimeout(() => { remove(); work(); }, 5);', spans: 2 },
  { name: 'removed later', code: 'work(); setTimeout(() => { remove(); work(); }, 50);', spans: 2 },
  { name: 'removed before an exit', code: 'work(); remove(); process.exit(0);', spans: 1 },
  ...(isRoot
    ? [
        { name: 'locked before the first span', code: 'lock(); work();', spans: 1 },
        { name: 'locked later', code: 'work(); setTimeout(() => { lock(); work(); }, 50);', spans: 2 },
      ]
    : []),
];

let collector: Collector;
let folder = '';
beforeAll(async () => {
  collector = await startCollector();
  folder = mkdtempSync(join(tmpdir(), 'otel-run-left-'));
});
afterAll(async () => {
  await collector.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const node of nodes()) {
  describe.concurrent.each(CASES)(
    `Node.js ${node.version}, where the working directory is $name`,
    ({ name, code, spans }) => {
      it.each(['http/protobuf', 'grpc'])('delivers, and ends as bare, %s', async protocol => {
        const service = `${protocol} ${name} ${node.version}`;
        const sent = preloaded(collector.environment(service, protocol));
        const env = { ...sent, OTEL_LOG_LEVEL: 'info', TMPDIR: folder };

        const ended = await run([node.path, '-e', APPLICATION + code], { env });

        expect({ code: ended.code, signal: ended.signal }).toEqual({ code: 0, signal: null });
        expect(ended.stderr).not.toContain('could not');
        expect(collector.of(service).spans).toHaveLength(spans);
      });
    },
  );
}
