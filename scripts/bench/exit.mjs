import { start } from './child.mjs';
import { nodeCommand } from './peers.mjs';
import { interleave } from './rounds.mjs';

const SPANS = 1000;

/** From the last statement of a program to its end, with spans that wait to be sent. */
export async function exit({ rounds, node, env, folders, collector }) {
  const rows = [];
  for (const [ending, what] of [
    ['end', 'ends by itself'],
    ['exit', 'calls `process.exit()`'],
  ]) {
    const delivered = {};
    const measured = await interleave(rounds, async peer => {
      const program = ['exit.cjs', String(SPANS), ending];
      const running = start({ argv: nodeCommand(peer, node, program), env, cwd: folders[peer] });
      const { after } = await running.next();
      const end = await running.ended;
      delivered[peer] = (await collector.take()).spans;
      return { time: end.after - after };
    });
    if (delivered['otel-run'] !== SPANS)
      throw new Error(`otel-run delivered ${delivered['otel-run']} of ${SPANS} spans`);
    const note = `otel-run delivers ${delivered['otel-run']} of ${SPANS} spans, the official preload ${delivered.official}`;
    rows.push({
      id: `exit-${ending}`,
      what: `A program with 1,000 pending spans ${what}: until it has ended`,
      unit: 'ms',
      values: measured.time,
      note,
    });
  }
  return rows;
}
