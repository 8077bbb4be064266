import { startBackends } from './backends.mjs';
import { ALL_PEERS, PEERS } from './peers.mjs';
import { interleave } from './rounds.mjs';
import { quantile } from './statistics.mjs';
import { verify } from './telemetry.mjs';
import { underLoad } from './under-load.mjs';

const ROUTE = 'GET /orders/:id /orders/:id';

/** Applications under load, and what each request must export. */
const APPLICATIONS = [
  { app: 'http', name: 'node:http', server: 'GET -' },
  {
    app: 'express',
    name: 'Express + pino',
    server: ROUTE,
    record: 'order was asked for',
    reach: { cpu: 0.45, rss: 0.6 },
  },
  {
    app: 'fastify',
    name: 'Fastify + pino',
    server: ROUTE,
    // It has no instrumentation of Fastify: server spans without a route.
    official: 'GET -',
    record: 'order was asked for',
  },
];

/** An application that asks servers on the same machine, which need most of the processor. */
const SERVICE = {
  app: 'service',
  name: 'Fastify + pg + ioredis + pino + fetch',
  server: ROUTE,
  official: 'GET -',
  record: 'order was asked for',
  first: 1500,
  rate: 300,
};

/**
 * The cost of a request while an application answers a fixed number per second, and the memory afterwards.
 */
export async function requests(bench) {
  const rows = [];
  for (const application of APPLICATIONS) rows.push(...(await load(application, bench)));
  return rows;
}

/** The cost of a request of a service of today. */
export async function service(bench) {
  const backends = await startBackends();
  try {
    return await load(SERVICE, { ...bench, env: { ...bench.env, ...backends.environment } });
  } finally {
    await backends.close();
  }
}

async function load(application, bench) {
  const { app, server, record, first: warmUp = 3000, rate = 1000 } = application;
  const { rounds, requests: count, env } = bench;
  const spans = {};
  const sent = warmUp + count;
  const measured = await interleave(
    rounds,
    async (peer, first) => {
      if (first) return {};
      const sending = { peer, program: `${app}.cjs`, first: warmUp, requests: count, rate, env };
      const { before, after, latencies, summary } = await underLoad(sending, bench);
      if (peer !== 'bare' && PEERS.includes(peer)) {
        const servers = { [(peer === 'official' && application.official) || server]: sent };
        verify(`${peer} (${app})`, summary, { servers, records: record ? { [record]: sent } : {} });
      }
      // Telemetry of other vendors' agents in their own format is counted per request.
      spans[peer] = Math.max(summary.spans, summary.foreign) / sent;
      return {
        cpu: (after.cpu - before.cpu) / count,
        p50: quantile(latencies, 0.5),
        p99: quantile(latencies, 0.99),
        rss: after.rss,
        peak: after.peak,
      };
    },
    ALL_PEERS,
  );
  const counts = ALL_PEERS.slice(1).map(peer => `${peer} ${Number(spans[peer].toFixed(1))}`);
  return rowsOf(application, measured, sent, `spans per request: ${counts.join(', ')}`);
}

/** @param {Record<string, any>} measured by what was measured */
function rowsOf({ app, name, reach = {} }, measured, sent, note) {
  return [
    {
      id: `${app}-cpu`,
      what: `${name}: CPU time of a request`,
      unit: 'µs',
      values: measured.cpu,
      reach: reach.cpu,
      note,
    },
    { id: `${app}-p50`, what: `${name}: a request, p50`, unit: 'ms', digits: 2, values: measured.p50 },
    { id: `${app}-p99`, what: `${name}: a request, p99`, unit: 'ms', digits: 2, values: measured.p99 },
    {
      id: `${app}-rss`,
      what: `${name}: memory after ${sent.toLocaleString('en')} requests`,
      unit: 'MB',
      values: measured.rss,
      reach: reach.rss,
    },
    { id: `${app}-peak`, what: `${name}: peak memory`, unit: 'MB', values: measured.peak },
  ];
}
