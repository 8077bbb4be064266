import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { describeWith } from '../helpers/servers.ts';

let collector: Collector;
let postgres: Postgres;

describeWith(INITDB, 'metrics of a pool of PostgreSQL', () => {
  beforeAll(async () => {
    [collector, postgres] = await Promise.all([startCollector(), startPostgres()]);
  });
  afterAll(() => Promise.all([collector?.close(), postgres?.close()]));

  /** Series of all metrics but the event loop's, by name. */
  async function measure(service: string, more = {}, file = 'pg-pool.cjs') {
    const env = {
      ...collector.environment(service),
      ...postgres.environment,
      OTEL_METRICS_EXPORTER: 'otlp',
      ...more,
    };
    const { code, stderr } = await run(byOtelRun([process.execPath, file]), { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { metrics } = await collector.waitFor(service, got =>
      got.metrics.some(({ name }) => name === 'db.client.connection.count'),
    );
    const own = metrics.filter(({ name }) => !name.startsWith('nodejs.'));
    return Object.fromEntries(
      own.map(({ name, points }) => [name, points.map(({ attributes }) => attributes)]),
    );
  }

  it('are its connections by state, its maximum and who waits', async () => {
    const pool = `127.0.0.1:${postgres.environment.PGPORT}/postgres`;
    const named = { 'db.client.connection.pool.name': pool };

    expect(await measure('pool')).toMatchObject({
      'db.client.connection.count': expect.arrayContaining(
        ['used', 'idle'].map(state => ({ ...named, 'db.client.connection.state': state })),
      ),
      'db.client.connection.max': [named],
      'db.client.connection.pending_requests': [named],
    });
  });

  it('are there where the pool was imported from the ES module around it', async () => {
    const series = await measure('pool-imported', {}, 'pg-pool-imported.mjs');

    expect(series['db.client.connection.count']).toHaveLength(2);
    expect(series['db.client.connection.max']).toHaveLength(1);
  });

  it('are all that the instrumentation measures where it is named', async () => {
    const series = await measure('pool-named', { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'pg' });

    expect(series['db.client.operation.duration']).toHaveLength(1);
    expect(series['db.client.operation.duration']?.[0]).toMatchObject({ 'db.operation.name': 'SELECT' });
  });
});
