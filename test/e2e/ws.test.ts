import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const isOfWs = ({ name }: { name: string }) => /^websocket /.test(name);

it.each(['by-require.cjs', 'by-import.mjs'])('messages of ws have spans on request, %s', async file => {
  const argv = [process.execPath, `http/${file}`, 'ws'];
  const asked = { ...preloaded(collector.environment(file)), OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'ws,http' };

  const [bare, wrapped, unasked] = await Promise.all([
    run(argv),
    run(argv, { env: asked }),
    run(argv, { env: preloaded(collector.environment(`${file} unasked`)) }),
  ]);

  expect(bare).toMatchObject({ code: 0, stderr: '' });
  expect([wrapped, unasked]).toEqual([bare, bare]);
  const { spans } = await collector.waitFor(file, got => got.spans.filter(isOfWs).length >= 5);
  const sent = spans.filter(({ name }) => name === 'websocket send');
  const processed = spans.filter(({ name }) => name === 'websocket process');
  expect(sent.map(({ kind }) => kind)).toEqual(Array(3).fill('SPAN_KIND_PRODUCER'));
  expect(processed.map(({ kind }) => kind)).toEqual(Array(2).fill('SPAN_KIND_CONSUMER'));
  const ofServer = processed.find(({ attributes }) => attributes['messaging.message.body.size'] === 7);
  // The answer is sent by what processes the message.
  expect(sent.map(({ parentSpanId }) => parentSpanId)).toContain(ofServer?.spanId);
  const late = sent.find(({ status }) => status.code === 'STATUS_CODE_ERROR');
  expect(late?.attributes).toMatchObject({ 'messaging.system': 'websocket', 'error.type': 'Error' });
  expect(JSON.stringify(spans)).not.toContain('PRIVATE');
  const before = await collector.waitFor(`${file} unasked`, got => got.spans.length > 0);
  expect(before.spans.filter(isOfWs)).toEqual([]);
});
