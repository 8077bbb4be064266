import { start } from './child.mjs';
import { drive, warmUp } from './load.mjs';
import { nodeCommand } from './peers.mjs';

/**
 * Starts an application, warms it up, sends it requests at a fixed rate, and ends it.
 *
 * @param load `rate` is requests per second, `first` the number of requests that warm up
 * @returns its usage before and after (`apps/usage.cjs`), the milliseconds of each request, and what the collector counted
 */
export async function underLoad({ peer, program, first, requests, rate, env }, { node, folders, collector }) {
  const running = start({ argv: nodeCommand(peer, node, [program]), env, cwd: folders[peer] });
  const { port } = await running.next();
  const url = `http://127.0.0.1:${port}/orders/7`;
  await warmUp(url, first);
  const before = await running.ask();
  const latencies = await drive(url, requests, rate);
  const after = await running.ask();
  await running.stop();
  return { before, after, latencies, summary: await collector.take() };
}
