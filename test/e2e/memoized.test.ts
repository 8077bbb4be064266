import { describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

for (const node of nodes()) {
  describe(`a memoizer, Node.js ${node.version}`, () => {
    it('has all that it has without otel-run', async () => {
      const argv = [node.path, 'memoized.cjs'];
      const env = preloaded({ OTEL_SERVICE_NAME: 'memoized', OTEL_TRACES_EXPORTER: 'none' });

      const bare = await run(argv);
      const instrumented = await run(argv, { env });

      expect(bare).toMatchObject({ code: 0, stdout: expect.stringContaining('hit a') });
      expect(instrumented).toEqual(bare);
    });
  });
}
