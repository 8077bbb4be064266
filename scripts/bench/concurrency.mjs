import { start } from './child.mjs';
import { saturate, warmUp } from './load.mjs';
import { nodeCommand } from './peers.mjs';
import { interleave } from './rounds.mjs';
import { median } from './statistics.mjs';

/** Connections, each of which sends its next request when the last one is answered. */
const CONNECTIONS = [1, 10, 100, 1000];

const WARM_UP = 3000;

/** At this number the processor is busy all the time. */
const BUSY = 100;

/** The cost of a request by the number of connections, and what a busy server still does. */
export async function concurrency({ rounds, requests, node, env, folders, collector }) {
  const arrived = {};
  const measured = await interleave(rounds, async (peer, first) => {
    if (first) return {};
    const running = start({
      argv: nodeCommand(peer, node, ['express.cjs']),
      env: { ...env, BENCH_EVENT_LOOP: '1' },
      cwd: folders[peer],
    });
    const { port } = await running.next();
    const url = `http://127.0.0.1:${port}/orders/7`;
    await warmUp(url, WARM_UP);
    const results = {};
    for (const connections of CONNECTIONS) {
      const before = await running.ask();
      const seconds = await saturate(url, requests, connections);
      const after = await running.ask();
      results[`cpu-${connections}`] = (after.cpu - before.cpu) / requests;
      if (connections !== BUSY) continue;
      results.throughput = requests / seconds;
      results.delay = after.delay;
    }
    await running.stop();
    const { servers } = await collector.take();
    arrived[peer] = sum(Object.values(servers)) / (WARM_UP + CONNECTIONS.length * requests);
    return results;
  });
  return rowsOf(measured, arrived);
}

const sum = numbers => numbers.reduce((total, number) => total + number, 0);

function rowsOf(measured, arrived) {
  const share = peer => `${peer} ${Math.round(100 * arrived[peer])} %`;
  const kept = peer =>
    `${peer} ${Math.round(100 * median(measured.throughput[peer].map((value, round) => value / measured.throughput.bare[round])))} %`;
  return [
    ...CONNECTIONS.map(connections => ({
      id: `connections-${connections}`,
      what: `Express + pino: CPU time of a request, ${connections.toLocaleString('en')} ${connections === 1 ? 'connection' : 'connections'} at once`,
      unit: 'µs',
      values: measured[`cpu-${connections}`],
      note:
        connections === BUSY ? `spans that arrived: ${['otel-run', 'official'].map(share).join(', ')}` : '',
    })),
    {
      id: 'throughput',
      what: `Express + pino: requests a second, ${BUSY} connections at once`,
      unit: '',
      values: measured.throughput,
      note: `of bare: ${['otel-run', 'official'].map(kept).join(', ')}`,
    },
    {
      id: 'event-loop-delay',
      what: `Express + pino: event-loop delay, p99, ${BUSY} connections at once`,
      unit: 'ms',
      digits: 1,
      values: measured.delay,
    },
  ];
}
