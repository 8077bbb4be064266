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

Measured side by side: the bare command, the same command by otel-run, and with OpenTelemetry's own preload
(\`@opentelemetry/auto-instrumentations-node/register\`; for ES modules with its documented loader hook
\`@opentelemetry/instrumentation/hook.mjs\`); for starts and requests also with the agents of Datadog, Elastic (EDOT) and
Sentry. Every round runs all of them, one after the other; a cell is the median of the rounds, and what a peer adds is
the median of its differences to the bare run beside it. \`npm run bench\` wrote
this page on ${date} in ${seconds} seconds; it is not edited by hand.

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

- **Start**: from the start of the command, otel-run's own included, to an Express application that listens on its
  port, and to its first answer. Peak memory is the most that the process had resident until then.
- **Requests**: 1,000 a second over keep-alive connections, after 3,000 requests of warm-up. CPU time is that of the
  server's whole process, with all its threads. A latency counts from the moment at which a request was due.
- **A service**: Fastify asks PostgreSQL, Redis and another server, and writes a log record, 300 times a second. The
  servers that it asks run on the same machine.
- **Connections**: each sends its next request when the last one is answered. The delay of the event loop is measured
  with a timer in the process, also in the bare one.
- **Endurance**: \`npm run bench -- --only endurance\` prints the memory of the same servers minute by minute, ten
  minutes long. It is not in the table.
- **Sampling**: the same requests with rules of \`OTEL_RUN_SAMPLING\`. A row fails unless the share that it names arrived.
- **Exit**: from a program's last statement to its end, with a collector on the same machine. A program this short
  has not started its delivery thread yet, so the exit has to start it first.
- **Growth**: a start with more and more packages installed that have an instrumentation, a start with the same packages
  loaded, and a request that makes more and more spans. The notes give the slope of each peer, and how much of the
  variation a straight line explains (r²).
- **Log records**: from the call of a logger that writes to \`/dev/null\` to a processor that drops the record.
- **Installation**: \`npm install\` into an empty folder, packages as the lock file counts them, bytes of files.

otel-run and the official preload send traces and logs by OTLP over \`http/protobuf\` to the same collector, no metrics, and
ask no cloud's metadata service. The run fails unless each of them exported one server span a request, under the same name and route,
and every log record with the ids of a span that arrived; official Fastify spans have no route, because its preload
has no instrumentation of Fastify. The other agents send in their own formats to the same collector, with sampling of
everything; dd-trace and Sentry export no log records. No process is left beside the application: where Node.js has \`process.execve\` (22.15
and newer), it is the one that was started.
`;
