import { start } from './child.mjs';
import { drive } from './load.mjs';
import { nodeCommand, PEERS } from './peers.mjs';
import { interleave } from './rounds.mjs';
import { line, median } from './statistics.mjs';

/**
 * Spans per request, and requests per second: few enough spans per second that no queue overflows. The seconds of
 * warm-up come first at the same rate, because a step would otherwise pay for compiling what it calls.
 */
const STEPS = [
  { spans: 1, rate: 500, seconds: 2, warmUp: 3 },
  { spans: 10, rate: 200, seconds: 2, warmUp: 3 },
  { spans: 100, rate: 30, seconds: 4, warmUp: 6 },
];

/** The cost of a span by the number of spans in a request. */
export async function growthBySpans({ rounds, node, env, folders, collector }) {
  const cpu = await interleave(rounds, async (peer, first) => {
    if (first) return {};
    const running = start({ argv: nodeCommand(peer, node, ['spans.cjs']), env, cwd: folders[peer] });
    const { port } = await running.next();
    const measured = {};
    let sent = 0;
    for (const { spans, rate, seconds, warmUp } of STEPS) {
      const url = `http://127.0.0.1:${port}/spans/${spans}`;
      await drive(url, rate * warmUp, rate);
      const before = await running.ask();
      await drive(url, rate * seconds, rate);
      measured[spans] = ((await running.ask()).cpu - before.cpu) / (rate * seconds);
      sent += (spans + 1) * (rate * (warmUp + seconds));
    }
    await running.stop();
    const { spans } = await collector.take();
    if (peer === 'otel-run' && spans !== sent)
      throw new Error(`otel-run delivered ${spans} of ${sent} spans`);
    return measured;
  });
  const rows = STEPS.map(({ spans }) => ({
    id: `spans-${spans}`,
    what: `node:http: CPU time of a request with ${spans} ${spans === 1 ? 'span' : 'spans'} in it`,
    unit: 'µs',
    values: cpu[spans],
    note: '',
  }));
  rows.at(-1).note = `each further span costs ${PEERS.slice(1)
    .map(peer => slope(peer, cpu))
    .join(', ')}`;
  return rows;
}

function slope(peer, cpu) {
  const points = STEPS.map(({ spans }) => [
    spans,
    median(cpu[spans][peer].map((value, round) => value - cpu[spans].bare[round])),
  ]);
  const between = (one, other) =>
    ((points[other][1] - points[one][1]) / (points[other][0] - points[one][0])).toFixed(1);
  const { explained } = line(points);
  return `${peer} ${between(0, 1)} µs from 1 to 10 and ${between(1, 2)} µs from 10 to 100 (r² ${explained.toFixed(3)})`;
}
