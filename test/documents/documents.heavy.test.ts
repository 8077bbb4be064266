import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { blocksOf } from './blocks.ts';
import { HANDLERS } from './handlers.ts';
import { type Reader, type Setting, startReading, textOf } from './reader.ts';
import { typeCheck } from './type-check.ts';

const DOCUMENTS = [
  'README.md',
  ...readdirSync(new URL('../../docs', import.meta.url))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

const BLOCKS = DOCUMENTS.flatMap(document => blocksOf(document, textOf(document)));

/** A reader's own application: what the documents call `dist/server.js`. */
const ORDERS = {
  'package.json': JSON.stringify({
    name: 'orders',
    version: '1.0.0',
    type: 'module',
    scripts: { build: 'true', start: 'node dist/server.js' },
  }),
  'dist/server.js': textOf('examples/orders/server.mjs'),
  'telemetry.yaml': textOf('examples/orders/telemetry.yaml'),
};

/** For readers who have set up where their telemetry goes. */
const DECLARED = {
  environment: { OTEL_SERVICE_NAME: 'orders', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' },
};

const SETTINGS: Readonly<Record<string, Partial<Setting>>> = {
  'README.md': { visit: '/orders/7' },
  'docs/README.md': { visit: '/orders/7' },
  'docs/getting-started.md': { visit: '/orders/7' },
  'docs/doctor.md': DECLARED,
  'docs/troubleshooting.md': DECLARED,
  'docs/backends.md': DECLARED,
  'docs/sampling.md': {
    environment: { OTEL_SERVICE_NAME: 'orders', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' },
  },
  'docs/bundles.md': {
    files: { ...ORDERS, 'src/server.ts': textOf('examples/orders/server.mjs') },
    visit: '/orders/7',
  },
  // Its reader begins with nothing.
  'docs/guide.md': { files: {} },
};

if (!INITDB.path)
  process.stderr.write(`SKIPPED: the commands of docs/guide.md: apt-get install ${INITDB.package}\n`);

describe('the documents', () => {
  it.each(BLOCKS)('have a test for the block at $document:$line ($language)', block => {
    expect(HANDLERS.filter(({ claims }) => claims(block)).map(({ what }) => what)).toHaveLength(1);
  });

  it('have examples in TypeScript that are type-correct', async () => {
    const examples = BLOCKS.filter(({ language }) => language === 'ts');

    expect(examples.length).toBeGreaterThan(4);
    expect(await typeCheck(examples)).toBe('');
  });
});

describe.each([...new Set(BLOCKS.map(({ document }) => document))])('%s', document => {
  const needsPostgres = document === 'docs/guide.md';
  const blocks = BLOCKS.filter(block => block.document === document);
  let postgres: Postgres | undefined;
  let reader: Reader;
  beforeAll(async () => {
    postgres = needsPostgres && INITDB.path ? await startShopDatabase() : undefined;
    reader = await startReading(document.replace(/\W/g, '-'), {
      files: ORDERS,
      ...SETTINGS[document],
      postgres,
    });
  });
  afterAll(async () => {
    await reader?.leave();
    await postgres?.close();
  });

  for (const [index, block] of blocks.entries()) {
    const handler = HANDLERS.find(({ claims }) => claims(block));
    const needsReader = ['sh', 'text', 'diff'].includes(block.language);
    it.skipIf(needsPostgres && needsReader && !INITDB.path)(
      `has at line ${block.line} a block that ${handler?.what} (${block.language})`,
      () => handler?.check(block, reader, blocks[index + 1]),
    );
  }
});

/** PostgreSQL with the database of the example. */
async function startShopDatabase(): Promise<Postgres> {
  const postgres = await startPostgres('shop');
  const { PGHOST: host, PGPORT: port, PGUSER: user, PGDATABASE: database } = postgres.environment;
  const client = new Client({ host, port: Number(port), user, database });
  await client.connect();
  await client.query(textOf('examples/shop/schema.sql'));
  await client.end();
  return postgres;
}
