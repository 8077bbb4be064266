import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

// The next thread gets the number that was closed, and Node.js aborts a process whose thread closes it again.

const WORK = "require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();";

const closing = (descriptors: readonly number[]) =>
  `for (const descriptor of [${descriptors}]) require('node:fs').closeSync(descriptor);`;

const ROWS = [[0], [1], [2], [0, 1, 2]].flatMap(descriptors => [
  { descriptors, last: '', code: 0 },
  { descriptors, last: 'process.exit(4);', code: 4 },
]);

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent.each(ROWS)(
    `Node.js ${node.version}, an application that closes $descriptors and ends by “$last”`,
    ({ descriptors, last, code }) => {
      const service = `${descriptors} ${code} ${node.version}`;

      it.each(['http/protobuf', 'grpc'])('delivers what it did afterwards, %s', async protocol => {
        const env = preloaded(collector.environment(`${protocol} ${service}`, protocol));

        const ended = await run([node.path, '-e', `${closing(descriptors)} ${WORK} ${last}`], { env });

        expect({ code: ended.code, signal: ended.signal }).toEqual({ code, signal: null });
        await collector.waitFor(`${protocol} ${service}`, ({ spans }) => spans.length === 1);
      });
    },
  );
}
