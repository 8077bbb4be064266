import { start } from './child.mjs';
import { drive, warmUp } from './load.mjs';
import { nodeCommand, PEERS } from './peers.mjs';

const RATE = 200;
const MINUTES = { full: 10, quick: 1 };

/** The memory of servers minute by minute, all peers at once, so that each meets the same machine. */
export async function endurance({ quick, node, env, folders, collector }) {
  const minutes = quick ? MINUTES.quick : MINUTES.full;
  const measured = await Promise.all(
    PEERS.map(async peer => {
      const running = start({ argv: nodeCommand(peer, node, ['express.cjs']), env, cwd: folders[peer] });
      const { port } = await running.next();
      const url = `http://127.0.0.1:${port}/orders/7`;
      await warmUp(url, 3000);
      const sizes = [];
      for (let minute = 0; minute < minutes; minute++) {
        await drive(url, RATE * 60, RATE);
        sizes.push((await running.ask()).rss);
      }
      await running.stop();
      return [peer, sizes];
    }),
  );
  await collector.take();
  const sizes = Object.fromEntries(measured);
  const told = PEERS.map(peer => `${peer} ${sizes[peer].map(size => Math.round(size / 1e6)).join(' ')}`);
  return [
    {
      id: 'endurance',
      what: `Express + pino: memory after ${minutes} minutes of ${RATE} requests a second`,
      unit: 'MB',
      values: Object.fromEntries(PEERS.map(peer => [peer, [sizes[peer].at(-1)]])),
      note: `MB after each minute: ${told.join('; ')}`,
    },
  ];
}
