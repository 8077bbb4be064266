import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const MAJORS = [
  { majors: 'the newest majors', folder: 'ai', major: 22, spans: ['invoke_agent gpt', 'chat gpt', 'step 1'] },
  {
    majors: 'the majors before',
    folder: 'ai/previous',
    major: 20,
    spans: ['ai.generateText', 'ai.generateText.doGenerate', 'ai.toolCall'],
  },
];

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}`, () => {
    const cases = MAJORS.filter(({ major }) => isAtLeast(node, major));

    it.each(cases)(
      'spans of libraries, $majors, say nothing of what is said',
      async ({ folder, spans: names }) => {
        const { received, shown } = await own(folder, {});

        expect(shown.match(/PRIVATE-\w+/g)).toBeNull();
        expect(received.spans.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
        const conventions = received.spans.find(({ scope }) => scope === 'conventions');
        expect(conventions?.attributes).toEqual({
          'gen_ai.request.model': 'kept',
          'gen_ai.prompt.name': 'kept',
        });
        expect(conventions?.events.map(({ name }) => name)).toContain('gen_ai.user.message');
        expect(shown).toContain('no weather in [content]');
        expect(received.logs.map(({ attributes }) => attributes)).toContainEqual({
          'gen_ai.request.model': 'kept',
        });
      },
    );

    it('they say it where that is asked for', async () => {
      const { received, shown } = await own('ai/previous', {
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
      });

      expect(shown).not.toContain('[content]');
      const tool = received.spans.find(({ name }) => name === 'ai.toolCall');
      expect(tool?.attributes['ai.toolCall.args']).toBe('{"city":"PRIVATE-CITY"}');
    });

    async function own(folder: string, env: Readonly<Record<string, string>>) {
      const service = `${folder} ${node.version} ${JSON.stringify(env)}`;
      const argv = [node.path, `${folder}/own-spans-by-require.cjs`];
      const ended = await run(argv, { env: { ...preloaded(collector.environment(service)), ...env } });
      expect(ended).toMatchObject({ code: 0, stderr: '', stdout: 'done\n' });
      const received = await collector.waitFor(
        service,
        ({ spans, logs }) => logs.length >= 2 && spans.some(({ scope }) => scope === 'conventions'),
      );
      return { received, shown: JSON.stringify(received) };
    }
  });
}
