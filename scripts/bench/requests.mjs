import { start } from './child.mjs';
import { drive, warmUp } from './load.mjs';
import { ALL_PEERS, nodeCommand, PEERS } from './peers.mjs';
import { interleave } from './rounds.mjs';
import { quantile } from './statistics.mjs';
import { verify } from './telemetry.mjs';

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

const COMMON = { warmUp: 3000, rate: 1000 };

/**
 * The cost of a request while an application answers a fixed number per second, and the memory afterwards.
 */
export async function requests(bench) {
  const rows = [];
  for (const application of APPLICATIONS) rows.push(...(await load(application, bench)));
  return rows;
}

async function load(application, { rounds, requests: count, node, env, folders, collector }) {
  const { app, server, record } = application;
  const spans = {};
  const sent = COMMON.warmUp + count;
  const measured = await interleave(
    rounds,
    async (peer, first) => {
      if (first) return {};
      const running = start({ argv: nodeCommand(peer, node, [`${app}.cjs`]), env, cwd: folders[peer] });
      const { port } = await running.next();
      const url = `http://127.0.0.1:${port}/orders/7`;
      await warmUp(url, COMMON.warmUp);
      const before = await running.ask();
      const latencies = await drive(url, count, COMMON.rate);
      const after = await running.ask();
      await running.stop();
      const summary = await collector.take();
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
  return rowsOf(application, measured, sent, `spans a request: ${counts.join(', ')}`);
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
