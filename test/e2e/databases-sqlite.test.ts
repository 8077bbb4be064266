import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, nodes } from '../helpers/nodes.ts';
import { sqliteSteps } from './database-cases.ts';
import { expectNoSecret, expectSteps, runDatabaseProgram } from './database-spans.ts';

const STEPS = sqliteSteps({ error: '1', unique: '2067' });

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

for (const node of nodes()) {
  for (const way of ['CommonJS', 'ES modules'] as const) {
    it.skipIf(!isAtLeast(node, 22, 13))(
      `statements of node:sqlite have a span each (${way}, Node.js ${node.version})`,
      async () => {
        const program = { program: 'sqlite', library: 'node:sqlite', env: {}, expected: STEPS };

        const ran = await runDatabaseProgram({ ...program, node, collector, way });

        expect(ran.answers).toEqual(ran.bare);
        expectSteps(ran, STEPS);
        expectNoSecret(ran);
        const templates = ran.answers['by a template'] === 'none' ? 0 : 2;
        expect(ran.steps['by a template']).toHaveLength(templates);
        expect(ran.steps.run?.[0]?.attributes).toMatchObject({
          'db.system.name': 'sqlite',
          'db.query.summary': 'INSERT users',
        });
      },
    );
  }
}
