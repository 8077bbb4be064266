import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { startMongoDbStub } from '../helpers/mongodb.ts';
import { nodes } from '../helpers/nodes.ts';
import { startSqlServerStub } from '../helpers/sql-server.ts';
import type { WireStub } from '../helpers/wire-stub.ts';
import { MONGODB_STEPS, SQL_SERVER_STEPS } from './database-cases.ts';
import { expectNoSecret, expectSteps, runDatabaseProgram } from './database-spans.ts';

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Databases that Debian has no package of. */
const STAND_INS = [
  {
    program: 'mongodb',
    library: 'mongoose',
    start: startMongoDbStub,
    variable: 'MONGODB_PORT',
    expected: MONGODB_STEPS,
    system: 'mongodb',
  },
  {
    program: 'tedious',
    library: 'tedious',
    start: startSqlServerStub,
    variable: 'SQL_SERVER_PORT',
    expected: SQL_SERVER_STEPS,
    system: 'microsoft.sql_server',
  },
] as const;

describe.each(STAND_INS)('calls of $library', ({ program, library, start, variable, expected, system }) => {
  let server: WireStub;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.close());

  for (const node of nodes()) {
    for (const way of ['CommonJS', 'ES modules'] as const) {
      it(`have a span each, without values (${way}, Node.js ${node.version})`, async () => {
        const env = { [variable]: String(server.port) };

        const ran = await runDatabaseProgram({ program, library, node, collector, way, env, expected });

        expect(ran.answers).toEqual(ran.bare);
        expectSteps(ran, expected);
        expectNoSecret(ran);
        for (const span of Object.values(ran.steps).flat()) {
          expect(span.attributes).toMatchObject({
            'db.system.name': system,
            'db.namespace': 'shop',
            'server.address': '127.0.0.1',
            'server.port': server.port,
          });
        }
      });
    }
  }
});
