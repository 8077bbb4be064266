import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const ROWS = ['nowhere', 'the main thread', 'the worker thread'];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('where channels between threads are replaced, Node.js $version', node => {
  it.each(ROWS)('the application runs as bare, and telemetry arrives: in %s', async where => {
    const service = `channel-${where}-${node.version}`.replaceAll(/\W+/g, '-');
    const argv = [node.path, 'replaced-channel.cjs'];
    const env = { REPLACED_IN: where };

    const bare = await run(argv, { env });
    const instrumented = await run(argv, { env: { ...preloaded(collector.environment(service)), ...env } });

    expect(bare).toEqual({ code: 0, signal: null, stdout: 'ended 0\n', stderr: '' });
    expect(instrumented).toEqual(bare);
    expect(collector.of(service).spans).toHaveLength(2);
  });

  it('the application runs as bare: by the global, before the module is loaded', async () => {
    const argv = [node.path, 'replaced-channel.cjs'];
    const env = { REPLACED_IN: 'the global' };

    const bare = await run(argv, { env });
    const service = `channel-global-${node.version}`;
    const instrumented = await run(argv, { env: { ...preloaded(collector.environment(service)), ...env } });

    expect(bare).toMatchObject({ code: 0, stdout: 'ended 0\n' });
    expect(instrumented).toMatchObject({ code: 0, stdout: 'ended 0\n' });
  });

  it('otel-run knows the main thread without process.abort', async () => {
    const service = `no-abort-${node.version}`;
    const { NODE_OPTIONS, ...env } = preloaded(collector.environment(service));

    const ended = await run([node.path, 'replaced-channel.cjs'], {
      env: { ...env, NODE_OPTIONS: `--require ./no-abort.cjs ${NODE_OPTIONS}` },
    });

    expect(ended).toEqual({ code: 0, signal: null, stdout: 'ended 0\n', stderr: '' });
    expect(collector.of(service).spans).toHaveLength(2);
  });
});
