import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { preloaded, start } from '../helpers/processes.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Majors of each library, by the folder that has them, and the Node.js that they run on. */
const MAJORS = [
  { majors: 'the newest majors', folder: 'ai', major: 22 },
  { majors: 'the majors before', folder: 'ai/previous', major: 20 },
];

const ENDINGS = [
  { ending: 'signal', sent: 'SIGTERM', ended: { code: null, signal: 'SIGTERM', stderr: '' } },
  { ending: 'signal with a listener', sent: 'SIGTERM', ended: { code: 3, signal: null, stderr: '' } },
  { ending: 'exit', ended: { code: 4, signal: null, stderr: '' } },
  { ending: 'error', ended: { code: 1, signal: null } },
] as const;

/** One of the AI SDK, whose provider is OpenAI. */
const CHATS = ['anthropic', 'gcp.gemini', 'openai', 'openai'];

for (const node of nodes()) {
  describe.concurrent(`under Node.js ${node.version}, spans of answers that nobody reads to their end`, () => {
    const majors = MAJORS.filter(({ major }) => isAtLeast(node, major));
    const cases = ENDINGS.flatMap(ending => majors.map(row => ({ ...row, ...ending })));

    it.each(cases)('arrive when the process ends by $ending, $majors', async ({ folder, ending, ...row }) => {
      const service = `${folder} ${ending} ${node.version}`;
      const argv = [node.path, '--no-warnings', `${folder}/unread-by-require.cjs`, ending];
      const running = start(argv, { env: preloaded(collector.environment(service)) });
      if ('sent' in row) {
        await running.printed('READY');
        running.child.kill(row.sent);
      }

      expect(await running.ended).toMatchObject(row.ended);
      const { spans } = await collector.waitFor(
        service,
        got => got.spans.filter(({ kind }) => kind === 'SPAN_KIND_CLIENT').length >= 2 * CHATS.length,
      );
      for (const name of ['chat unread', 'chat endless']) {
        const chats = spans.filter(span => span.name === name);
        expect(chats.map(({ attributes }) => attributes['gen_ai.provider.name']).sort(), name).toEqual(CHATS);
        expect(chats.map(({ status }) => status.code ?? 'STATUS_CODE_UNSET')).not.toContain(
          'STATUS_CODE_ERROR',
        );
      }
    });
  });
}
