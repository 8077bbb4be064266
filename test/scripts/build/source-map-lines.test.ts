import { expect, it } from 'vitest';

interface Plugin {
  buildStart(): Promise<void>;
  renderChunk(code: string, chunk: { name: string }): string;
}

const ROOT = new URL('../../../', import.meta.url);
const { takenAtStart }: { takenAtStart(root: string, chunkFileName: string): Plugin } = await import(
  new URL('scripts/build/taken-at-start.mjs', ROOT).href
);

/** An inspector that shows `npm run build:debug` by its source maps would be some lines off. */
it('the globals that the preload takes at its start move no line', async () => {
  const plugin = takenAtStart(ROOT.pathname.replace(/\/$/, ''), '[name].cjs');
  await plugin.buildStart();

  const lines = plugin
    .renderChunk('const one = 1;\nsetTimeout(() => Date.now());\n', { name: 'part' })
    .split('\n');

  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^const \{ globals: taken\$globals.* const one = 1;$/);
  expect(lines[1]).toBe('setTimeout(() => Date$now());');
});
