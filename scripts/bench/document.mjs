// Writes docs/performance.md and the quotes in README from the measured rows.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawCharts } from './charts.mjs';
import { AGENTS } from './peers.mjs';
import { describe } from './rows.mjs';

const DOCUMENT = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const README = fileURLToPath(new URL('../../README.md', import.meta.url));

const QUOTED = [
  'start-cjs',
  'start-mjs',
  'start-cjs-peak',
  'express-cpu',
  'express-rss',
  'install-size',
  'install-packages',
];

const MARKS = /(<!-- performance -->\n)[\s\S]*(<!-- \/performance -->)/;

/** README's sentence about the start of an application of ES modules. */
const START = /(as ES modules starts in )[\d,]+ ms(; with the official preload it takes )[\d,]+ ms/;

export function writeDocument(rows, facts) {
  writeFileSync(
    DOCUMENT,
    [
      introduction(facts),
      ...drawCharts(rows).map(image => `${image}\n`),
      table(rows),
      notes(rows),
      EXPLANATION,
    ].join('\n'),
  );
  const quoted = rows.filter(({ id }) => QUOTED.includes(id)).map(describe);
  const lines = quoted.map(row => line([row.what, row.bare, row['otel-run'], row.official]));
  const head = [line(['', 'bare', 'otel-run', 'official preload']), line(['---', '---', '---', '---'])];
  const quote = [...head, ...lines, ''].join('\n');
  const start = describe(rows.find(({ id }) => id === 'start-mjs'));
  const readme = readFileSync(README, 'utf8')
    .replace(MARKS, (_, open, close) => `${open}${quote}${close}`)
    .replace(START, (_, starts, takes) => `${starts}${start['otel-run']}${takes}${start.official}`);
  writeFileSync(README, readme);
}

function introduction({ machine, node, packages, date, seconds }) {
  return `# What otel-run costs

Each measurement compares the bare command, the same command with otel-run, and the same command with OpenTelemetry's own
preload (\`@opentelemetry/auto-instrumentations-node/register\`, and for ES modules its documented loader hook
\`@opentelemetry/instrumentation/hook.mjs\`). Starts and requests are also measured with the agents of Datadog, Elastic
(EDOT) and Sentry. Every round runs all of them, one after the other. A cell is the median of the rounds. What a peer adds
is the median of its differences from the bare run of the same round. \`npm run bench\` wrote this page on ${date} in
${seconds} seconds. Do not edit it by hand.

| | |
|---|---|
| machine | ${machine} |
| Node.js | ${node} |
| packages | ${packages.join(', ')} |
`;
}

function table(rows) {
  const agents = Object.keys(AGENTS).map(name => `${name} adds`);
  const head = [
    '',
    'bare',
    'otel-run',
    'official',
    'otel-run adds',
    'official adds',
    'ratio',
    'reach',
    ...agents,
  ];
  const cells = rows.map(describe).map(row => {
    const { what, bare, official, added, addedOfficial, ratio, reach, agents: others } = row;
    return line([what, bare, row['otel-run'], official, added, addedOfficial, ratio, reach, ...others]);
  });
  return `${[line(head), line(head.map(() => '---')), ...cells].join('\n')}\n`;
}

function notes(rows) {
  const noted = rows.filter(({ note }) => note);
  return `${noted.map(({ what, note }) => `- ${what}: ${note}.`).join('\n')}\n`;
}

const line = cells => `| ${cells.join(' | ')} |`;

const EXPLANATION = `## What is measured

- **Start**: the time from the start of the command until an Express application listens on its port, and until its first
  answer. The start of otel-run itself is included. Peak memory is the largest resident size of the process until then.
- **Requests**: 1,000 requests per second over keep-alive connections, after 3,000 requests of warm-up. CPU time covers the
  whole server process with all its threads. A latency counts from the moment at which the request was due.
- **A service**: Fastify queries PostgreSQL and Redis, calls another server, and writes a log record, 300 times a second. The
  other servers run on the same machine.
- **Connections**: each connection sends its next request when the last one is answered. A timer in the process measures
  the delay of the event loop, also in the bare process.
- **Endurance**: \`npm run bench -- --only endurance\` prints the memory of the same servers for each of ten minutes. The
  table does not include it.
- **Sampling**: the same requests with rules of \`OTEL_RUN_SAMPLING\`. A row fails unless the share that it names arrives.
- **Exit**: the time from the last statement of a program until its end, with a collector on the same machine. A program
  this short has not yet started its delivery thread, so the exit starts the thread first.
- **Growth**: a start with a growing number of installed packages that have an instrumentation, a start with the same
  packages loaded, and a request with a growing number of spans. The notes give the slope for each peer, and how much of
  the variation a straight line explains (r²).
- **Log records**: the time from the call of a logger that writes to \`/dev/null\` until a processor drops the record.
- **Installation**: \`npm install\` into an empty folder. Packages are counted in the lock file, and bytes in the files.

otel-run and the official preload send traces and logs by OTLP over \`http/protobuf\` to the same collector. They send no
metrics and query no cloud metadata service. The run fails unless each of them exports one server span per request, under
the same name and route, and every log record with the ids of a span that arrived. Only the official spans of Fastify have
no route, because the official preload has no instrumentation for Fastify. The other agents send in their own formats to
the same collector, and keep every trace. dd-trace and Sentry export no log records. No extra process runs beside the
application: with \`process.execve\` (Node.js 22.15 and newer), otel-run becomes the application's process.
`;
