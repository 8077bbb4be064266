// The table of docs/comparison.md: otel-run beside the agents of others, by what can be counted.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ends } from './ends.mjs';
import { facts } from './facts.mjs';
import { versionsIn } from './installations.mjs';

const DOCUMENT = fileURLToPath(new URL('../../docs/comparison.md', import.meta.url));

const MARKS = /(<!-- peers -->\n)[\s\S]*(<!-- \/peers -->)/;

/** The columns: a peer, its package, what it is called. */
const COLUMNS = [
  ['otel-run', 'otel-run', 'otel-run'],
  ['official', '@opentelemetry/auto-instrumentations-node', 'official preload'],
  ['EDOT', '@elastic/opentelemetry-node', 'Elastic EDOT'],
  ['dd-trace', 'dd-trace', 'dd-trace'],
  ['Sentry', '@sentry/node', 'Sentry'],
];

/** Measures, prints and, unless the run is a quick one, writes. */
export async function comparison(bench) {
  const table = tableOf(bench, await ends(bench));
  console.log(table);
  if (bench.quick) return;
  const text = readFileSync(DOCUMENT, 'utf8').replace(MARKS, (_, open, close) => `${open}${table}${close}`);
  writeFileSync(DOCUMENT, text);
}

function tableOf({ node, folders, cost }, ended) {
  const { machine, node: version, date } = facts({ node, folders, seconds: 0 });
  const row = (what, of) => line([what, ...COLUMNS.map(([peer, name]) => of(peer, name))]);
  const megabytes = ({ bytes }) => `${(bytes / 1e6).toFixed(1)} MB`;
  return [
    line(['', ...COLUMNS.map(([, , title]) => title)]),
    line(['---', ...COLUMNS.map(() => '---')]),
    row('version', (peer, name) => versionsIn(folders[peer], [name])[0].split(' ')[1]),
    row('packages that `npm install` adds', peer => cost[peer].packages),
    row('their size', peer => megabytes(cost[peer])),
    row('traces that arrive of 100 requests, when the server calls `process.exit()`', peer =>
      String(ended[peer].exit),
    ),
    row('traces that arrive of 100 requests, at a SIGTERM that the server does not listen for', peer =>
      String(ended[peer].signal),
    ),
    row('how that SIGTERM ends the server', peer => ended[peer].end),
    '',
    `Measured on ${date} on ${machine}, with Node.js ${version}.`,
    '',
  ].join('\n');
}

const line = cells => `| ${cells.join(' | ')} |`;
