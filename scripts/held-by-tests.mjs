// The section of docs/libraries.md that says what tests hold of each library.
import { clients, databases, jobs } from './held-calls.mjs';

const HEAD = `## What tests hold

Each number counts calls whose spans a test compares with a table, by \`require\` and by \`import\`. Without a number, that
test has no such call.
`;

/** Tests of libraries that are in no table, by the library's row. */
export const OF_THEIR_OWN = {
  'cassandra-driver': 'shared-clients.heavy',
  memcached: 'databases-others.heavy',
  mcp: 'ai-mcp.heavy',
  amqplib: 'work-rabbitmq.heavy',
  'bee-queue': 'work-queues.heavy',
  bree: 'work-libraries.heavy',
  bullmq: 'work-queues.heavy',
  croner: 'work-schedulers.heavy',
  kafkajs: 'work-kafka.heavy',
  'node-cron': 'work-schedulers.heavy',
  'node-schedule': 'work-schedulers.heavy',
  piscina: 'thread-pools.heavy',
  'platformatic-kafka': 'work-libraries.heavy',
  pubsub: 'work-libraries.heavy',
  tinypool: 'thread-pools.heavy',
  workerpool: 'thread-pools.heavy',
};

const SECTIONS = [
  {
    kind: 'database',
    title: 'Databases',
    where: 'In a request and in a unit of work: `test/e2e/databases-scopes.heavy.test.ts`.',
    held: databases,
  },
  {
    kind: 'ai',
    title: 'Generative AI',
    where: 'In a span of the application: `test/e2e/ai-clients.test.ts`.',
    held: clients,
  },
  {
    kind: 'work',
    title: 'Work',
    where: 'Jobs and messages, each of which is a unit of work: `test/e2e/work-libraries.heavy.test.ts`.',
    held: jobs,
  },
];

/**
 * A section of docs/libraries.md: the rows of these tests, then where the libraries are tested that they have none of.
 *
 * @param {readonly { name: string, kind: string }[]} rows
 */
export function heldByTests(rows) {
  return [HEAD, ...SECTIONS.map(section => sectionOf(section, rows))].join('\n');
}

function sectionOf({ kind, title, where, held }, rows) {
  const listed = held();
  const others = rows
    .filter(row => row.kind === kind && !listed.some(({ names }) => names.includes(row.name)))
    .map(({ name }) => name)
    .sort();
  const lines = listed
    .sort((one, other) => (one.names[0] < other.names[0] ? -1 : 1))
    .map(({ names, versions, succeed, fail, many }) => {
      const counts = [succeed, fail, many].map(count => count || '—');
      return `| ${[names.map(inCode).join(', '), versions, ...counts].join(' | ')} |`;
    });
  const head = '| name | version | that succeed | that fail | streams and batches |\n|---|---|---|---|---|';
  return `### ${title}\n\n${where}\n\n${head}\n${lines.join('\n')}\n${othersOf(others)}`;
}

function othersOf(names) {
  const apart = names.filter(name => name in OF_THEIR_OWN);
  const untested = names.filter(name => !(name in OF_THEIR_OWN));
  const lines = apart.map(name => `- ${inCode(name)}: ${inCode(`test/e2e/${OF_THEIR_OWN[name]}.test.ts`)}\n`);
  return [
    ...(apart.length > 0 ? [`\nTests of their own:\n\n${lines.join('')}`] : []),
    ...(untested.length > 0 ? [`\nNo test calls ${untested.map(inCode).join(', ')}.\n`] : []),
  ].join('');
}

const inCode = name => `\`${name}\``;
