import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { describeWith } from '../helpers/servers.ts';
import { PG_STEPS } from './database-cases.ts';
import { POSTGRES_JS } from './database-client-cases.ts';
import { expectNoSecret, expectSteps, runDatabaseProgram } from './database-spans.ts';

let collector: Collector;
let postgres: Postgres;

/** Steps that tell whether what the library calls back runs where it was asked for. */
const CALLING_BACK = ['cursor with a function', 'cursor to iterate', 'forEach', 'copy'];

beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

describeWith(INITDB, 'queries of PostgreSQL', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  for (const node of nodes()) {
    for (const way of ['CommonJS', 'ES modules'] as const) {
      it(`of postgres.js have a span each (${way}, Node.js ${node.version})`, async () => {
        const ran = await runDatabaseProgram({
          node,
          collector,
          program: 'postgres',
          env: postgres.environment,
          way,
          expected: POSTGRES_JS,
        });

        const withoutContext = (answers: object) =>
          JSON.parse(JSON.stringify(answers, (_, value) => (typeof value === 'boolean' ? null : value)));
        expect(withoutContext(ran.answers)).toEqual(withoutContext(ran.bare));
        expectSteps(ran, POSTGRES_JS);
        expectNoSecret(ran);
        for (const name of CALLING_BACK) expect(JSON.stringify(ran.answers[name]), name).not.toMatch('false');
        const [span] = ran.steps.select ?? [];
        expect(span?.attributes).toMatchObject({
          'db.system.name': 'postgresql',
          'db.namespace': 'postgres',
          'db.query.summary': 'SELECT users',
          'server.address': '127.0.0.1',
          'server.port': Number(postgres.environment.PGPORT),
        });
        const outside = ran.received.spans.filter(
          ({ parentSpanId, scope }) => !parentSpanId && scope !== 'app',
        );
        expect(outside.map(({ name }) => name)).toEqual(['news process']);
      });

      it(`of pg have a span each, also those that are objects (${way}, Node.js ${node.version})`, async () => {
        const env = postgres.environment;

        const ran = await runDatabaseProgram({
          node,
          collector,
          program: 'pg',
          env,
          way,
          expected: PG_STEPS,
        });

        expectSteps(ran, PG_STEPS);
        expectNoSecret(ran);
        expect(ran.answers.callback).toEqual([2, true]);
        expect(ran.steps.select?.[0]?.attributes).toMatchObject({
          'db.system.name': 'postgresql',
          'db.namespace': 'postgres',
          'db.collection.name': 'pg_class',
          'db.query.summary': 'SELECT pg_class',
          'server.address': '127.0.0.1',
          'server.port': Number(env.PGPORT),
        });
      });
    }
  }
});
