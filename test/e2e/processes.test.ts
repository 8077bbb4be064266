import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { byOtelRun, cleanEnvironment, type Ended, run } from '../helpers/processes.ts';
import { oneInstanceEach, spansByInstance, worked } from '../helpers/work.ts';

/** A way to start work, in all of which every process and thread that works has one SDK and no other has any. */
interface Way {
  readonly title: string;
  readonly command: readonly string[];
  /** What the command does without otel-run, where it names otel-run itself. */
  readonly bare?: readonly string[];
  /** How many processes and threads work. */
  readonly workers?: number;
  readonly protocol?: string;
  readonly cwd?: string;
  /** On which Node.js the bare command works at all. */
  readonly onlyOn?: (node: Node) => boolean;
}

const FIXTURES = new URL('../fixtures/apps/', import.meta.url).pathname;
const BIN = new URL('../../node_modules/.bin/', import.meta.url).pathname;

const stripsTypes = (node: Node) =>
  isAtLeast(node, 23, 6) || (isAtLeast(node, 22, 18) && !isAtLeast(node, 23));

const WAYS: readonly Way[] = [
  { title: 'CommonJS', command: ['node', 'work.cjs'], protocol: 'grpc' },
  { title: 'an ES module', command: ['node', 'work.mjs'], protocol: 'http/json' },
  { title: 'TypeScript run by Node.js', command: ['node', 'work.ts'], onlyOn: stripsTypes },
  { title: 'TypeScript run by tsx', command: [`${BIN}tsx`, 'work.ts'] },
  { title: 'TypeScript by --import tsx', command: ['node', '--import', 'tsx', 'work.ts'], protocol: 'grpc' },
  { title: 'a shell', command: ['sh', '-c', 'node work.cjs; node work.mjs'], workers: 2 },
  { title: 'a pipeline', command: ['sh', '-c', 'node work.cjs | cat'], protocol: 'http/json' },
  { title: 'npm start', command: ['npm', '--silent', 'start'], cwd: `${FIXTURES}npm-start` },
  { title: 'npx', command: ['npx', '--no', 'tsx', 'work.ts'] },
  { title: 'cluster, CommonJS', command: ['node', 'work-in-cluster.cjs'], workers: 2, protocol: 'grpc' },
  { title: 'cluster, ES module', command: ['node', 'work-in-cluster.mjs'], workers: 2 },
  { title: 'fork, CommonJS', command: ['node', 'work-and-start.cjs', 'fork', './work.mjs'], workers: 2 },
  { title: 'fork, ES module', command: ['node', 'work-and-start.mjs', 'fork', './work.cjs'], workers: 2 },
  {
    title: "spawn('node')",
    command: ['node', 'work-and-start.cjs', 'spawn', './work.cjs'],
    workers: 2,
    protocol: 'http/json',
  },
  {
    title: 'a blocking child',
    command: ['node', 'work-and-start.mjs', 'execFileSync', './work.mjs'],
    workers: 2,
  },
  {
    title: 'a worker thread, CommonJS',
    command: ['node', 'work-and-start.cjs', 'worker', './work.cjs'],
    workers: 2,
  },
  {
    title: 'a worker thread, ES module',
    command: ['node', 'work-and-start.mjs', 'worker', './work.mjs'],
    workers: 2,
    protocol: 'http/json',
  },
  {
    title: 'an ES module worker of CommonJS',
    command: ['node', 'work-and-start.cjs', 'worker', './work.mjs'],
    workers: 2,
    protocol: 'grpc',
  },
  { title: 'a pino transport, CommonJS', command: ['node', 'work-and-log-by-transport.cjs'] },
  { title: 'a pino transport, ES module', command: ['node', 'work-and-log-by-transport.mjs'] },
  {
    title: 'otel-run in otel-run',
    command: ['node', OTEL_RUN, '--', 'node', OTEL_RUN, '--', 'node', 'work.cjs'],
    bare: ['node', 'work.cjs'],
  },
  { title: 'node --test', command: ['node', '--test', '--test-reporter=tap', 'work.test.cjs'] },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('on Node.js $version', node => {
  describe.concurrent('every process that works has one SDK, and only those', () => {
    for (const [index, way] of WAYS.entries()) {
      it.skipIf(way.onlyOn && !way.onlyOn(node))(way.title, () =>
        prove(node, way, `way-${index}-${node.version}`),
      );
    }
  });
});

async function prove(node: Node, way: Way, service: string): Promise<void> {
  const { workers = 1, cwd = FIXTURES, command, protocol } = way;
  const env = { PATH: `${dirname(node.path)}:${cleanEnvironment().PATH}` };
  const bare = await run(way.bare ?? command, { cwd, env });
  const ended = await run(byOtelRun(command, node.path), {
    cwd,
    env: { ...env, ...collector.environment(service, protocol) },
  });
  expect(outcome(ended)).toEqual(outcome(bare));
  const paths = worked(ended.stdout);
  expect(paths).toHaveLength(workers);

  const { spans } = await collector.waitFor(service, got => got.spans.length >= workers * 2);
  expect(spansByInstance(spans)).toEqual(oneInstanceEach(paths));
}

/** How it ended, with what differs from run to run left out. */
function outcome({ code, signal, stderr }: Ended) {
  return { code, signal, stderr: stderr.replaceAll(/\(node:\d+\)/g, '(node:pid)') };
}
