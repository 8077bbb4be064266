import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { type Ended, preloaded, start } from '../helpers/processes.ts';
import { isThorough } from '../helpers/thorough.ts';
import { ENDINGS, type Ending, FIRST_OF_KIND } from './endings.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Both protocols in a thorough run, else gRPC for the first row of each kind only. */
const protocolsOf = (ending: Ending) =>
  isThorough || FIRST_OF_KIND.has(ending) ? ['http/protobuf', 'grpc'] : ['http/protobuf'];

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}`, () => {
    for (const ending of ENDINGS.filter(({ since }) => !since || isAtLeast(node, ...since))) {
      it(`ends as bare and has delivered everything: ${titleOf(ending)}`, async () => {
        const bare = await end(node, ending);

        for (const protocol of protocolsOf(ending)) {
          const service = `exit-${node.version}-${protocol}-${titleOf(ending)}`;
          const wrapped = await end(node, ending, { service, protocol });

          expect(wrapped, protocol).toEqual(bare);
          await expectDelivered(service, ending);
        }
      });
    }
  });
}

interface Target {
  readonly service: string;
  readonly protocol: string;
}

/** Runs an ending to its end: bare, or preloaded where there is somebody to deliver to. */
async function end(node: Node, ending: Ending, target?: Target): Promise<Ended> {
  const argv = [node.path, ...(ending.flags ?? []), 'endings.cjs', ending.name, ending.argument ?? ''];
  const env = { ...environment(ending, target), NODE_NO_WARNINGS: ending.quiet ? '1' : undefined };
  const running = start(argv, { env });
  if (ending.send) {
    await running.printed('READY');
    if (ending.afterFlush && target) await expectDelivered(target.service, ending);
    running.child.kill(ending.send);
  }
  const { code, signal, stdout, stderr } = await running.ended;
  return { code, signal, stdout, stderr: comparable(stderr, ending) };
}

function environment({ afterFlush }: Ending, target?: Target): NodeJS.ProcessEnv {
  if (!target) return {};
  const schedule = afterFlush ? { OTEL_BSP_SCHEDULE_DELAY: '20', OTEL_BLRP_SCHEDULE_DELAY: '20' } : {};
  return preloaded({ ...collector.environment(target.service, target.protocol), ...schedule });
}

/** Warnings carry the process id, a crash report carries addresses. */
function comparable(stderr: string, { stackVaries }: Ending): string {
  const text = stderr
    .replaceAll(/\(node:\d+\)/g, '(node:pid)')
    .replace(/^.*0x[\da-f]+[\s\S]*/m, '(native report)');
  return stackVaries ? text.replaceAll(/^ {4}at .*\n/gm, '') : text;
}

async function expectDelivered(service: string, { spans = 3, logs = 2, fatal }: Ending): Promise<void> {
  const records = logs + (fatal ? 1 : 0);
  const received = await collector.waitFor(
    service,
    got => got.spans.length >= spans && got.logs.length >= records,
  );
  expect(received.spans).toHaveLength(spans);
  expect(received.logs).toHaveLength(records);
  const uncaught = received.logs.filter(({ severityText }) => severityText === 'FATAL');
  expect(uncaught.map(({ body, attributes }) => [attributes['exception.type'], body])).toEqual(
    fatal ? [fatal] : [],
  );
}

function titleOf({ name, argument, send, flags, afterFlush }: Ending): string {
  const when = afterFlush && 'after a flush on schedule';
  return [name, argument, send && `(${send})`, ...(flags ?? []), when].filter(Boolean).join(' ');
}
