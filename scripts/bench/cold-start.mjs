import { start } from './child.mjs';
import { request } from './load.mjs';
import { ALL_PEERS, nodeCommand, PEERS } from './peers.mjs';
import { interleave } from './rounds.mjs';
import { verify } from './telemetry.mjs';

const EXPECTED = {
  servers: { 'GET /orders/:id /orders/:id': 1 },
  records: { 'order was asked for': 1 },
};

/** From the start of the command to an Express application that listens, and has answered once. */
export async function coldStart({ rounds, node, env, folders, collector }, format) {
  const times = await interleave(
    rounds,
    async (peer, first) => {
      const app = start({ argv: nodeCommand(peer, node, [`express.${format}`]), env, cwd: folders[peer] });
      const ready = await app.next();
      await request(`http://127.0.0.1:${ready.port}/orders/7`);
      const usage = await app.ask();
      if (peer === 'otel-run' && app.pid !== usage.pid && 'execve' in process)
        throw new Error('a process is left in addition to the application');
      await app.stop();
      const summary = await collector.take();
      if (first && peer !== 'bare' && PEERS.includes(peer)) verify(`${peer} (${format})`, summary, EXPECTED);
      return { listens: ready.after, answered: usage.after, cpu: ready.cpu / 1000, peak: usage.peak };
    },
    ALL_PEERS,
  );
  const what = `Express by ${format === 'cjs' ? 'CommonJS' : 'ES modules'}`;
  return [
    {
      id: `start-${format}`,
      what: `${what}: start until it listens`,
      unit: 'ms',
      values: times.listens,
      reach: format === 'cjs' ? 0.35 : 0.08,
    },
    {
      id: `start-${format}-answer`,
      what: `${what}: start until its first answer`,
      unit: 'ms',
      values: times.answered,
    },
    { id: `start-${format}-cpu`, what: `${what}: CPU time of the start`, unit: 'ms', values: times.cpu },
    {
      id: `start-${format}-peak`,
      what: `${what}: peak memory of the start`,
      unit: 'MB',
      values: times.peak,
      reach: 0.4,
    },
  ];
}
