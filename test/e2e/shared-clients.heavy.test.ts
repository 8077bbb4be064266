import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCassandraStub } from '../helpers/cassandra.ts';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { MARIADB, type MariaDb, startMariaDb } from '../helpers/mariadb.ts';
import { MEMCACHED, type Memcached, startMemcached } from '../helpers/memcached.ts';
import {
  type MessageServer,
  MOSQUITTO,
  NATS_SERVER,
  startMosquitto,
  startNats,
} from '../helpers/message-servers.ts';
import { startMongoDbStub } from '../helpers/mongodb.ts';
import { nodes } from '../helpers/nodes.ts';
import { INITDB, type Postgres, startPostgres } from '../helpers/postgres.ts';
import { byOtelRun, run } from '../helpers/processes.ts';
import { RABBITMQ_SERVER, type RabbitMq, startRabbitMq } from '../helpers/rabbitmq.ts';
import { REDIS_SERVER, type RedisServer, startRedis } from '../helpers/redis.ts';
import { describeWith } from '../helpers/servers.ts';
import { startSqlServerStub } from '../helpers/sql-server.ts';
import type { WireStub } from '../helpers/wire-stub.ts';
import { isInstalled, node as newerNode } from './work-library-runs.ts';

const REQUESTS = 24;

let collector: Collector;

beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector?.close());

/** Runs the requests of one library, and tells the ways in which something of them was filed under another. */
async function mixed(node: string, library: string, more: Record<string, string> = {}, way = 'serve-shared') {
  const service = `${library}-${way}-${node}-${Object.keys(more)}`;
  const env = { ...collector.environment(service), OTEL_RUN_IGNORE_PATHS: '/untraced/*', ...more };
  const { code, stderr } = await run(
    byOtelRun([node, '--no-deprecation', `shared/${way}.cjs`, library], node),
    { env },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const received = await collector.waitFor(service, ({ spans }) => spans.length > 0);
  return findMixed(received);
}

interface Way {
  readonly way: string;
  records: number;
  recordsOfOthers: number;
  spans: number;
  spansOfOthers: number;
  /** The most that one request has. */
  most: number;
}

/** Each way of a library, once with and once without traces. */
function findMixed({ spans, logs }: Received): readonly Way[] {
  const ways = new Map<string, Way>();
  const wayOf = (id: string) => {
    const way = id.replace(/-\d+$/, '');
    const found = ways.get(way) ?? {
      way,
      records: 0,
      recordsOfOthers: 0,
      spans: 0,
      spansOfOthers: 0,
      most: 0,
    };
    ways.set(way, found);
    return found;
  };
  const traces = new Map<string, string>();
  for (const { kind, attributes, traceId } of spans) {
    if (kind !== 'SPAN_KIND_SERVER') continue;
    traces.set(traceId, String(attributes['url.path']).slice(1).replaceAll('/', '-'));
  }
  for (const { attributes, traceId } of logs) {
    const id = String(attributes.id);
    const way = wayOf(id);
    way.records++;
    const isOwn = attributes.tenant === id && (traceId === undefined || traces.get(traceId) === id);
    const isTraced = (traceId !== undefined) === id.startsWith('traced-');
    if (!isOwn || !isTraced) way.recordsOfOthers++;
  }
  const counts = new Map<string, number>();
  for (const { kind, attributes, traceId } of spans) {
    // What is asked for has the id of its request, unless the span tells nothing of it.
    const isHidden = [undefined, 'mongodb', 'memcached'].includes(
      attributes['db.system.name'] as string | undefined,
    );
    const said = /(?:un)?traced-[\w-]+-\d+/.exec(JSON.stringify(attributes))?.[0];
    const id = said ?? (isHidden ? traces.get(traceId) : undefined);
    const isOfRequest = !/\/(?:un)?traced\//.test(String(attributes['url.full']));
    if (kind !== 'SPAN_KIND_CLIENT' || id === undefined || !isOfRequest) continue;
    const way = wayOf(id);
    way.spans++;
    if (traces.get(traceId) !== id) way.spansOfOthers++;
    counts.set(id, (counts.get(id) ?? 0) + 1);
    way.most = Math.max(way.most, counts.get(id) ?? 0);
  }
  return [...ways.values()];
}

/** @param spans of kind CLIENT that a request of a way has, where it is traced */
function expectNothingMixed(ways: readonly Way[], spans: (way: string) => number): void {
  expect(ways.length).toBeGreaterThan(0);
  const isAsExpected = (way: Way) =>
    way.records >= REQUESTS &&
    way.recordsOfOthers === 0 &&
    way.most <= spans(way.way) &&
    way.spans === (way.way.startsWith('traced-') ? REQUESTS * spans(way.way) : 0) &&
    way.spansOfOthers === 0;
  expect(ways.filter(way => !isAsExpected(way))).toEqual([]);
}

for (const library of [
  'queues',
  'locks',
  'promises',
  'limits',
  'observables',
  'pools',
  'threads',
  'generic-pool-2',
  'nodemailer',
  'answers',
]) {
  for (const node of nodes()) {
    it(`requests that share ${library} keep what is their own (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, library), way => (/agent/.test(way) ? 1 : 0));
    });
  }
}

describe.skipIf(!isInstalled)('requests that share libraries of the newest majors', () => {
  it.each([
    { way: 'require', env: {} },
    { way: 'import', env: { LOAD_BY_IMPORT: 'true' } },
  ])('keep what is their own, by $way', async ({ env }) => {
    expectNothingMixed(await mixed(`${newerNode?.path}`, 'newest', env), way => (/agent/.test(way) ? 1 : 0));
  });
});

for (const way of ['in-a-thread', 'in-a-cluster']) {
  for (const node of nodes()) {
    it.each(['queues', 'locks', 'pools'])(
      `requests that share %s keep what is their own ${way.replaceAll('-', ' ')} (Node.js ${node.version})`,
      async library => {
        expectNothingMixed(await mixed(node.path, library, {}, way), name => (/agent/.test(name) ? 1 : 0));
      },
    );
  }
}

describeWith(INITDB, 'requests that share connections of PostgreSQL', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.close());

  for (const node of nodes()) {
    it(`keep what is their own (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, 'pg', postgres.environment), () => 1);
    });

    it(`keep what is their own with postgres.js (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, 'postgres', postgres.environment), () => 1);
    });

    it(`keep what is their own below Knex (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, 'knex', postgres.environment), () => 1);
    });
  }
});

describeWith(MARIADB, 'requests that share connections of MariaDB', () => {
  let mariaDb: MariaDb;
  beforeAll(async () => {
    mariaDb = await startMariaDb();
  });
  afterAll(() => mariaDb?.close());

  for (const node of nodes()) {
    for (const library of ['mysql', 'mysql2', 'mariadb', 'knex-mysql']) {
      it(`keep what is their own with ${library} (Node.js ${node.version})`, async () => {
        const ways = await mixed(node.path, library, { MYSQL_PORT: String(mariaDb.port) });
        expectNothingMixed(ways, way => (/ping/.test(way) ? 0 : 1));
      });
    }
  }
});

/** Databases that Debian has no package of. */
const STAND_INS = [
  {
    shared: 'connections of MongoDB, with and without a model',
    library: 'mongodb',
    start: startMongoDbStub,
    variable: 'MONGODB_PORT',
  },
  {
    shared: 'a client of Cassandra',
    library: 'cassandra-driver',
    start: startCassandraStub,
    variable: 'CASSANDRA_PORT',
  },
  {
    shared: 'connections of SQL Server',
    library: 'tedious',
    start: startSqlServerStub,
    variable: 'SQL_SERVER_PORT',
  },
];

describe.each(STAND_INS)('requests that share $shared', ({ library, start, variable }) => {
  let server: WireStub;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.close());

  for (const node of nodes()) {
    it(`keep what is their own (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, library, { [variable]: String(server.port) }), () => 1);
    });
  }
});

describeWith(REDIS_SERVER, 'requests that share a client of Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.close());

  for (const node of nodes()) {
    for (const library of ['redis', 'redis3', 'ioredis']) {
      it(`keep what is their own with ${library} (Node.js ${node.version})`, async () => {
        expectNothingMixed(await mixed(node.path, library, { REDIS_PORT: String(redis.port) }), () => 1);
      });
    }
  }
});

describeWith(REDIS_SERVER, 'requests that share a limiter which counts in Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.close());

  for (const node of nodes()) {
    it(`have what is asked of Redis for each of them (Node.js ${node.version})`, async () => {
      const library = 'bottleneck-redis';
      expectNothingMixed(await mixed(node.path, library, { REDIS_PORT: String(redis.port) }), () => 0);

      const { spans } = collector.of(`${library}-serve-shared-${node.path}`);
      const asked = spans.filter(({ attributes }) => attributes['db.system.name'] === 'redis');
      const requests = spans.filter(({ kind }) => kind === 'SPAN_KIND_SERVER');
      // That a job is there, and that it is over.
      const counts = requests.map(one => asked.filter(({ traceId }) => traceId === one.traceId).length);
      expect(counts).toEqual(requests.map(() => 2));
      expect(asked).toHaveLength(2 * requests.length);
      expect(spans.filter(({ kind }) => kind === 'SPAN_KIND_CONSUMER')).toEqual([]);
    });
  }
});

describeWith(MEMCACHED, 'requests that share a client of memcached', () => {
  let memcached: Memcached;
  beforeAll(async () => {
    memcached = await startMemcached();
  });
  afterAll(() => memcached?.close());

  for (const node of nodes()) {
    it(`keep what is their own (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, 'memcached', { MEMCACHED: memcached.address }), () => 1);
    });
  }
});

describeWith(RABBITMQ_SERVER, 'requests that share a channel of RabbitMQ', () => {
  let rabbitMq: RabbitMq;
  beforeAll(async () => {
    rabbitMq = await startRabbitMq();
  });
  afterAll(() => rabbitMq?.close());

  for (const node of nodes()) {
    it(`keep what is their own (Node.js ${node.version})`, async () => {
      const ways = await mixed(node.path, 'amqplib', { AMQP_URL: rabbitMq.url });
      expectNothingMixed(ways, way => (way.endsWith('-get') ? 1 : 0));
    });
  }
});

describeWith(MOSQUITTO, 'requests that share a client of MQTT', () => {
  let mosquitto: MessageServer;
  beforeAll(async () => {
    mosquitto = await startMosquitto();
  });
  afterAll(() => mosquitto?.close());

  for (const node of nodes()) {
    it(`keep what is their own (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, 'mqtt', { MQTT_URL: mosquitto.url }), () => 0);
    });
  }
});

describeWith(NATS_SERVER, 'requests that share a client of NATS', () => {
  let nats: MessageServer;
  beforeAll(async () => {
    nats = await startNats();
  });
  afterAll(() => nats?.close());

  for (const node of nodes()) {
    it(`keep what is their own by callbacks (Node.js ${node.version})`, async () => {
      expectNothingMixed(await mixed(node.path, 'nats-1', { NATS_URL: nats.url }), () => 0);
    });
  }
});
