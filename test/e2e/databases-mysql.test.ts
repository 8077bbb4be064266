import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { MARIADB, type MariaDb, startMariaDb } from '../helpers/mariadb.ts';
import { nodes } from '../helpers/nodes.ts';
import { describeWith } from '../helpers/servers.ts';
import { MARIADB_STEPS } from './database-cases.ts';
import { expectNoSecret, expectSteps, runDatabaseProgram } from './database-spans.ts';

let collector: Collector;
let mariaDb: MariaDb;

beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

const LIBRARIES = [
  { library: 'mariadb', system: 'mariadb', steps: MARIADB_STEPS },
  { library: 'mysql2/promise', system: 'mysql', steps: MARIADB_STEPS },
];

describeWith(MARIADB, 'queries of MariaDB', () => {
  beforeAll(async () => {
    mariaDb = await startMariaDb();
  });
  afterAll(() => mariaDb?.close());

  for (const node of nodes()) {
    for (const { library, system, steps } of LIBRARIES) {
      for (const way of ['CommonJS', 'ES modules'] as const) {
        it(`by ${library} have a span each (${way}, Node.js ${node.version})`, async () => {
          const env = { MYSQL_PORT: String(mariaDb.port) };

          const ran = await runDatabaseProgram({
            node,
            collector,
            program: 'mariadb',
            library,
            env,
            way,
            expected: steps,
          });

          expect(ran.answers.select).toEqual([{ id: 1 }]);
          expectSteps(ran, steps);
          expectNoSecret(ran);
          expect(ran.steps.select?.[0]?.attributes).toMatchObject({
            'db.system.name': system,
            'db.namespace': 'test',
            'db.query.summary': 'SELECT users',
            'server.address': '127.0.0.1',
            'server.port': mariaDb.port,
          });
          if (library === 'mariadb') {
            expect(ran.answers.stream).toEqual([[1, 5, 6], true]);
            expect(ran.steps.batch?.[0]?.attributes).toMatchObject({ 'db.operation.batch.size': 2 });
          }
        });
      }
    }
  }
});
