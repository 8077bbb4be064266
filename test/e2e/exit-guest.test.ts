import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}`, () => {
    it('shows an application its own listeners only', async () => {
      const argv = [node.path, 'listeners.cjs'];

      const bare = await run(argv);
      const wrapped = await run(argv, { env: preloaded(collector.environment(`listeners-${node.version}`)) });

      expect(wrapped).toEqual(bare);
    });

    it('ends with its own exit code, whatever functions the application has replaced by then', async () => {
      const names = JSON.stringify(['filter', 'find', 'flatMap', 'includes', 'map', 'reduce', 'some']);
      const code = `require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();
        process.exitCode = 3;
        process.on('exit', () => {
          const refuse = () => { throw new Error('not yours'); };
          for (const name of ${names}) Array.prototype[name] = refuse;
          Array.prototype[Symbol.iterator] = Map.prototype.get = Set.prototype.add = refuse;
        });`;

      const {
        code: exitCode,
        stdout,
        signal,
      } = await run([node.path, '-e', code], {
        env: preloaded({
          ...collector.environment(`replaced-at-exit-${node.version}`),
          OTEL_RUN_FLUSH_TIMEOUT: '500',
        }),
      });

      expect({ exitCode, stdout, signal }).toEqual({ exitCode: 3, stdout: '', signal: null });
    });

    // Before, Node.js runs module hooks in a thread that it announces itself (nodejs/node `module.register`).
    it.runIf(isAtLeast(node, 24, 12))(
      'does not announce the delivery thread to an application that watches for workers',
      async () => {
        const code = `process.on('worker', () => console.log('a worker')); require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end(); setTimeout(() => {}, 300)`;
        const service = `worker-event-${node.version}`;
        const env = { ...preloaded(collector.environment(service)), OTEL_BSP_SCHEDULE_DELAY: '1' };

        expect(await run([node.path, '-e', code], { env })).toMatchObject({
          code: 0,
          stdout: '',
          stderr: '',
        });
        await collector.waitFor(service, ({ spans }) => spans.length === 1);
      },
    );

    // Node.js 20 has the model behind another flag; up to 24.11 module hooks need a thread themselves.
    describe.runIf(isAtLeast(node, 24, 12))('where no thread may be started', () => {
      const argv = [node.path, '--permission', '--allow-fs-read=*', '--allow-net', 'without-threads.cjs'];
      const telemetry = (service: string) => ({
        ...preloaded(collector.environment(`${service}-${node.version}`)),
        NODE_NO_WARNINGS: '1',
        OTEL_BSP_SCHEDULE_DELAY: '50',
        OTEL_BLRP_SCHEDULE_DELAY: '50',
      });
      const flags = isAtLeast(node, 25) ? argv : argv.filter(flag => flag !== '--allow-net');

      it('delivers from the main thread while running, without tracing itself, and keeps the exit code', async () => {
        const service = `in-process-${node.version}`;

        const { code, stderr } = await run([...flags, '1000', '5'], { env: telemetry('in-process') });

        expect({ code, stderr }).toEqual({
          code: 5,
          stderr: expect.stringMatching(
            /^otel-run: 3 spans and 1 log record could not be delivered before the exit: no thread could be started for the delivery .*\n$/,
          ),
        });
        const { spans, logs } = await collector.waitFor(
          service,
          got => got.spans.length > 0 && got.logs.length > 0,
        );
        expect(spans.map(({ name }) => name)).toEqual(['work', 'work', 'work']);
        expect(logs).toHaveLength(1);
      });

      it('delivers everything where the event loop runs empty', async () => {
        const service = `in-process-idle-${node.version}`;

        const { code, stderr } = await run([...flags, '0'], { env: telemetry('in-process-idle') });

        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        const { spans } = await collector.waitFor(
          service,
          got => got.spans.length > 0 && got.logs.length > 0,
        );
        expect(spans).toHaveLength(3);
      });
    });
  });
}
