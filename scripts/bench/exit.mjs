import { start } from './child.mjs';
import { nodeCommand } from './peers.mjs';
import { interleave } from './rounds.mjs';

/** How a program ends, the number of spans waiting to be sent, and their protocol. */
const ENDINGS = [
  { id: 'exit-end', ending: 'end', spans: 1000, protocol: 'http/protobuf', what: 'ends by itself' },
  { id: 'exit-exit', ending: 'exit', spans: 1000, protocol: 'http/protobuf', what: 'calls `process.exit()`' },
  { id: 'exit-few', ending: 'exit', spans: 100, protocol: 'http/protobuf', what: 'calls `process.exit()`' },
  {
    id: 'exit-few-grpc',
    ending: 'exit',
    spans: 100,
    protocol: 'grpc',
    what: 'calls `process.exit()`, over gRPC',
  },
];

/** From the last statement of a program to its end. */
export async function exit(bench) {
  const rows = [];
  for (const ending of ENDINGS) rows.push(await measure(ending, bench));
  return rows;
}

async function measure({ id, ending, spans, protocol, what }, { rounds, node, env, folders, collector }) {
  const delivered = {};
  const exporting = {
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoints[protocol],
  };
  const { time } = await interleave(rounds, async peer => {
    const argv = nodeCommand(peer, node, ['exit.cjs', String(spans), ending]);
    const running = start({ argv, env: { ...env, ...exporting }, cwd: folders[peer] });
    const { after } = await running.next();
    const end = await running.ended;
    delivered[peer] = (await collector.take()).spans;
    return { time: end.after - after };
  });
  if (delivered['otel-run'] !== spans)
    throw new Error(`otel-run delivered ${delivered['otel-run']} of ${spans} spans`);
  return {
    id,
    what: `A program with ${spans.toLocaleString('en')} pending spans ${what}: until it has ended`,
    unit: 'ms',
    values: time,
    note: `otel-run delivers ${delivered['otel-run']} of ${spans} spans, the official preload ${delivered.official}`,
  };
}
