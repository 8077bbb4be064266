import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const ARGV = ['any-values.cjs'];
const DONE = { code: 0, stdout: 'done\n', stderr: '' };

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('values that no type allows, Node.js $version', node => {
  it('reach no caller of the API as an error', async () => {
    const service = `any-values-${node.version}`;
    const env = preloaded(collector.environment(service));

    expect(await run([node.path, ...ARGV])).toMatchObject(DONE);
    expect(await run([node.path, ...ARGV], { env })).toMatchObject(DONE);
    const { spans, logs } = collector.of(service);
    expect(spans).toHaveLength(10 * 11);
    // Of a record with one unreadable attribute, the others arrive.
    expect(logs.filter(({ attributes }) => attributes.kept === 'yes')).toHaveLength(11);
  });
});
