// Measures the cost of otel-run against the bare command and OpenTelemetry's own preload, and writes
// docs/performance.md and the quotes in README. A quick run and a run of a single section only print. The section
// `peers` prints the table of docs/comparison.md, and writes it unless the run is a quick one. The section `endurance`
// takes ten minutes, and runs only by its name.
//
//   npm run bench -- [--quick] [--node <path of a Node.js>] [--only <section>]
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundledStart } from './bundled-start.mjs';
import { coldStart } from './cold-start.mjs';
import { startCollector } from './collector.mjs';
import { commands } from './commands.mjs';
import { comparison } from './comparison.mjs';
import { concurrency } from './concurrency.mjs';
import { writeDocument } from './document.mjs';
import { endurance } from './endurance.mjs';
import { exit } from './exit.mjs';
import { facts } from './facts.mjs';
import { growthByPackages } from './growth-packages.mjs';
import { growthBySpans } from './growth-spans.mjs';
import { install } from './installations.mjs';
import { installedSize } from './installed-size.mjs';
import { logRecords } from './log-records.mjs';
import { environment } from './peers.mjs';
import { requests, service } from './requests.mjs';
import { printRow } from './rows.mjs';
import { sampling } from './sampling.mjs';

const FULL = { rounds: 9, loads: 7, few: 3, requests: 4000, installs: 2 };
const QUICK = { rounds: 3, loads: 1, few: 1, requests: 1500, installs: 1 };

/** In the order of the table. */
const SECTIONS = {
  start: async bench => [...(await coldStart(bench, 'cjs')), ...(await coldStart(bench, 'mjs'))],
  bundle: bundledStart,
  commands,
  requests: bench => requests({ ...bench, rounds: bench.loads }),
  service: bench => service({ ...bench, rounds: bench.few, requests: bench.requests / 2 }),
  concurrency: bench => concurrency({ ...bench, rounds: bench.few }),
  sampling: bench => sampling({ ...bench, rounds: bench.loads }),
  exit,
  growth: async bench => [
    ...(await growthByPackages({ ...bench, rounds: bench.few })),
    ...(await growthBySpans({ ...bench, rounds: bench.few })),
  ],
  logs: bench => logRecords({ ...bench, rounds: bench.few }),
  install: installedSize,
  peers: async bench => {
    await comparison(bench);
    return [];
  },
};

/** Run only by their names. */
const ON_REQUEST = { endurance };

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, node: { type: 'string' }, only: { type: 'string' } },
});
const node = resolve(options.node ?? process.execPath);
const sizes = options.quick ? QUICK : FULL;
const begin = performance.now();
execFileSync(process.execPath, ['scripts/prepare.mjs'], { stdio: 'inherit' });
const collector = await startCollector();
const env = environment(node, collector.endpoints['http/protobuf']);
const { folders, cost, remove } = install(env, sizes.installs);
process.once('exit', remove);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
try {
  const bench = { ...sizes, quick: options.quick, node, env, folders, cost, collector };
  const rows = [];
  const sections = options.only ? { ...SECTIONS, ...ON_REQUEST } : SECTIONS;
  for (const [name, measure] of Object.entries(sections)) {
    if (options.only && options.only !== name) continue;
    const measured = await measure(bench);
    for (const row of measured) printRow(row);
    rows.push(...measured);
  }
  const seconds = Math.round((performance.now() - begin) / 1000);
  if (!options.only && !options.quick) writeDocument(rows, facts({ node, folders, seconds }));
} finally {
  collector.close();
}
