import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { startMongoDbStub } from '../helpers/mongodb.ts';
import { nodes } from '../helpers/nodes.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { describeWith } from '../helpers/servers.ts';
import type { WireStub } from '../helpers/wire-stub.ts';
import { MONGODB_STEPS, sqliteSteps } from './database-cases.ts';
import { KNEX, OPERATION, PRISMA } from './database-mapper-cases.ts';
import {
  type ExpectedSteps,
  expectNoSecret,
  expectSteps,
  type Ran,
  runDatabaseProgram,
} from './database-spans.ts';

const FOLDER = new URL('../.frameworks/databases', import.meta.url).pathname;

const isInstalled = existsSync(`${FOLDER}/generated/index.js`);

/** Majors of Prisma, where they are installed. */
const PRISMAS = [
  { major: 7, folder: FOLDER, client: 'generated/index.js' },
  { major: 6, folder: `${FOLDER}-previous`, client: '@prisma/generated/index.js' },
];

if (!isInstalled)
  process.stderr.write('SKIPPED: Prisma, better-sqlite3: bash scripts/install-databases.sh\n');

const SQLITE: ExpectedSteps = {
  ...sqliteSteps({ error: 'SQLITE_ERROR', unique: 'SQLITE_CONSTRAINT_UNIQUE' }),
  'a transaction': [{ name: 'BEGIN' }, { name: 'SELECT users' }, { name: 'COMMIT' }],
};

const WAYS = ['CommonJS', 'ES modules'] as const;

const [NODE] = nodes();

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.skipIf(!isInstalled)('statements of better-sqlite3', () => {
  for (const way of WAYS) {
    it(`have a span each, also those of a transaction (${way})`, async () => {
      const folder = `${FOLDER}/node_modules/better-sqlite3`;
      const library = way === 'CommonJS' ? folder : `${folder}/lib/index.js`;

      const ran = await runDatabaseProgram({
        node: NODE as never,
        collector,
        program: 'sqlite',
        library,
        env: {},
        way,
        expected: SQLITE,
      });

      expect(ran.answers).toEqual(ran.bare);
      expectSteps(ran, SQLITE);
      expectNoSecret(ran);
      expect(ran.steps.run?.[0]?.attributes).toMatchObject({
        'db.system.name': 'sqlite',
        'db.namespace': ':memory:',
      });
    });
  }
});

describe.skipIf(!isInstalled)('statements of Knex above better-sqlite3', () => {
  it('have a span each', async () => {
    const library = `${FOLDER}/node_modules/better-sqlite3`;
    const ran = await runDatabaseProgram({
      ...{ node: NODE as never, collector, program: 'knex-sqlite', library },
      ...{ env: {}, way: 'CommonJS', expected: KNEX },
    });

    expect(ran.answers).toEqual(ran.bare);
    expectSteps(ran, KNEX);
  });
});

describe.skipIf(!isInstalled)('operations of Mongoose before version 9', () => {
  let server: WireStub;
  beforeAll(async () => {
    server = await startMongoDbStub();
  });
  afterAll(() => server?.close());

  for (const way of WAYS) {
    it(`have a span each, that of the driver (${way})`, async () => {
      const library = `${FOLDER}/node_modules/mongoose/index.js`;
      const env = { MONGODB_PORT: String(server.port) };
      const ran = await runDatabaseProgram({
        ...{ node: NODE as never, collector, program: 'mongodb', library },
        ...{ env, way, expected: MONGODB_STEPS },
      });

      expect(ran.answers).toEqual(ran.bare);
      expectSteps(ran, MONGODB_STEPS);
      expectNoSecret(ran);
    });
  }
});

const TRANSACTION = [{ name: 'BEGIN' }, { name: 'COMMIT' }];

/** What the operation of each step that fails says, by the code or the class of its error. */
const PRISMA_ERRORS: Readonly<Record<string, { readonly type: string; readonly told: string }>> = {
  'not valid': {
    type: 'PrismaClientValidationError',
    told: 'Argument `id`: Invalid value provided. Expected Int, provided String.',
  },
  'not known': {
    type: 'PrismaClientValidationError',
    told: 'Unknown argument `secret`. Available options are marked with ?.',
  },
  'not there': { type: 'P2025', told: 'No record was found for an update.' },
  'not unique': { type: 'P2002', told: 'Unique constraint failed on the ' },
  'no table': {
    type: 'P2010',
    told: 'Raw query failed. Code: `42P01`. Message: `relation "missing" does not exist`',
  },
  'no table of a model': {
    type: 'P2021',
    told: 'The table `public.Post` does not exist in the current database.',
  },
  'a value of the wrong type': {
    type: 'P2010',
    told: 'Raw query failed. Code: `22P02`. Message: `invalid input syntax for type integer: ?`',
  },
  'no connection': { type: 'P1001', told: "Can't reach database server at " },
};

describeWith(INITDB, 'operations of Prisma', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  const cases = PRISMAS.flatMap(prisma => WAYS.map(way => ({ ...prisma, way })));
  for (const { major, folder, client, way } of cases) {
    const library = `${folder}/${client}`;
    const title = `have a span each, and their queries one below it (Prisma ${major}, ${way})`;
    it.skipIf(!existsSync(library))(title, async () => {
      const env = { ...postgres.environment, PRISMA_FOLDER: folder };

      const ran = await runDatabaseProgram({
        ...{ node: NODE as never, collector, program: 'prisma', library },
        ...{ env, way, expected: PRISMA },
      });

      expect(ran.answers).toEqual(ran.bare);
      expectSteps(ran, PRISMA);
      expectNoSecret(ran);
      const [operation, query] = ran.steps.create ?? [];
      expect(operation?.attributes).toMatchObject({ method: 'create', model: 'User', name: 'User.create' });
      expect(query?.parentSpanId).toBe(operation?.spanId);
      expect(query?.attributes).toMatchObject({
        'db.system.name': 'postgresql',
        'server.address': '127.0.0.1',
      });
      expectPrismaErrors(ran);
      const inTransaction = ran.steps.transaction?.filter(({ kind }) => kind === 'SPAN_KIND_CLIENT');
      expect(inTransaction?.map(({ name }) => name)).toEqual(
        expect.arrayContaining(TRANSACTION.map(({ name }) => name)),
      );
      expect(inTransaction).toHaveLength(4);
    });
  }
});

/** An error is on its operation and on what is above it, in the same words. */
function expectPrismaErrors({ steps, received }: Ran): void {
  for (const [step, { type, told }] of Object.entries(PRISMA_ERRORS)) {
    const operation = steps[step]?.findLast(({ name }) => name === OPERATION.name);
    const above = received.spans.find(({ name, scope }) => name === step && scope === 'app');
    const message = expect.stringMatching(/^Invalid `\w+\.(?:user\.|post\.|\$)\w+\(\)` invocation: /);
    expect(operation?.status, step).toEqual({ code: 'STATUS_CODE_ERROR', message });
    expect(operation?.status.message, step).toContain(told);
    expect(operation?.attributes['error.type'], step).toBe(type);
    for (const span of [operation, above])
      expect(span?.events, step).toMatchObject([
        { name: 'exception', attributes: { 'exception.message': operation?.status.message } },
      ]);
  }
}

/** Each statement has one span, that of the driver. */
const MAPPERS: ExpectedSteps = {
  ...mapperSteps('drizzle', 'BEGIN'),
  ...mapperSteps('knex', 'BEGIN'),
  ...mapperSteps('kysely', 'BEGIN'),
  ...mapperSteps('sequelize', 'START'),
  ...mapperSteps('typeorm', 'START'),
};

function mapperSteps(mapper: string, begin: string): ExpectedSteps {
  return {
    [`${mapper}, find`]: [{ name: 'SELECT users', operation: 'SELECT', collection: 'users' }],
    [`${mapper}, duplicate`]: [{ name: 'INSERT users', error: '23505', status: '23505' }],
    [`${mapper}, rolled back`]: [{ name: begin }, { name: 'SELECT users' }, { name: 'ROLLBACK' }],
  };
}

describeWith(INITDB, 'statements of mappers of objects', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  for (const way of WAYS) {
    it.skipIf(!isInstalled)(`have a span each, that of the driver below (${way})`, async () => {
      const library = `${FOLDER}/load.${way === 'CommonJS' ? 'cjs' : 'mjs'}`;

      const ran = await runDatabaseProgram({
        ...{ node: NODE as never, collector, program: 'mappers', library, way },
        ...{ env: postgres.environment, expected: MAPPERS },
      });

      expect(ran.answers).toEqual(ran.bare);
      expectSteps(ran, MAPPERS);
      expectNoSecret(ran);
    });
  }
});
