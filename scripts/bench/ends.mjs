import { start } from './child.mjs';
import { request } from './load.mjs';
import { ALL_PEERS, nodeCommand } from './peers.mjs';

/** Requests that a server has answered when it ends. */
const REQUESTS = 100;

/** Milliseconds after which a server that was sent SIGTERM goes on. */
const GOES_ON = 15_000;

/**
 * What arrives of a server's requests, each a trace, when it ends.
 *
 * @returns by peer: how many arrived at `process.exit()` and at SIGTERM, and how that ended the process
 */
export async function ends({ node, env, folders, collector }) {
  const results = {};
  for (const peer of ALL_PEERS.slice(1)) {
    const byExit = await endOf(peer, app => request(`${app.url}/exit`));
    const bySignal = await endOf(peer, app => process.kill(app.pid, 'SIGTERM'));
    results[peer] = { exit: byExit.arrived, signal: bySignal.arrived, end: bySignal.end };
  }
  return results;

  async function endOf(peer, end) {
    const app = start({
      argv: nodeCommand(peer, node, ['ends.cjs']),
      env: peer === 'dd-trace' ? withoutOtlp(env) : env,
      cwd: folders[peer],
    });
    const { port, pid } = await app.next();
    const url = `http://127.0.0.1:${port}`;
    for (let id = 0; id < REQUESTS; id++) await request(`${url}/orders/${id}`);
    const goesOn = new Promise(resolve => setTimeout(() => resolve(undefined), GOES_ON).unref());
    await Promise.all([end({ url, pid }), Promise.race([app.ended, goesOn])]).catch(() => {});
    const ended = await Promise.race([app.ended, Promise.resolve(undefined)]);
    if (!ended) process.kill(pid, 'SIGKILL');
    await app.ended;
    return { arrived: await arrivedOf(collector), end: wordsFor(ended) };
  }
}

/** dd-trace takes OpenTelemetry's variables as well, and then leaves its own format. */
function withoutOtlp(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('OTEL_')));
}

/** Requests to `/orders/:id` that arrived; where their names cannot be read, all but the one that ended the server. */
async function arrivedOf(collector) {
  const { servers, foreign } = await collector.take();
  const orders = Object.entries(servers).filter(([name]) => !name.includes('/exit'));
  return Math.min(REQUESTS, orders.reduce((sum, [, count]) => sum + count, 0) + foreign);
}

function wordsFor(ended) {
  if (!ended) return `still runs after ${GOES_ON / 1000} s`;
  return ended.signal ? `dies of ${ended.signal}` : `exits with ${ended.code}`;
}
