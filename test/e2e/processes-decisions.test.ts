import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { fetchedNode, type Node, nodes } from '../helpers/nodes.ts';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { byOtelRun, cleanEnvironment, type Ended, run } from '../helpers/processes.ts';
import { oneInstanceEach, spansByInstance, worked } from '../helpers/work.ts';

const FIXTURES = new URL('../fixtures/apps/', import.meta.url).pathname;

/** The preload as the package under test has it, and another copy of it: the one that was just built. */
const PRELOAD = join(PACKAGE_FOLDER, 'dist', 'preload.cjs');
const OTHER_COPY = new URL('../../dist/preload.cjs', import.meta.url).pathname;

/** A command of which a known number of processes and threads work and are instrumented. */
interface Case {
  readonly title: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Processes and threads that send the spans of their work. */
  readonly instrumented: number;
  /** Those that work and send nothing. */
  readonly leftAlone?: number;
}

const CASES: readonly Case[] = [
  {
    title: 'preloads it twice, once by an argument',
    command: ['node', '--require', PRELOAD, 'work.cjs'],
    instrumented: 1,
  },
  {
    title: 'preloads another copy of it first',
    command: ['node', 'work.mjs'],
    env: { NODE_OPTIONS: `--require ${OTHER_COPY}` },
    instrumented: 1,
  },
  {
    title: 'inherits the guard of another process',
    command: ['node', 'work.cjs'],
    env: { OTEL_RUN_INITIALIZED: '1:0:1700000000000.5' },
    instrumented: 1,
  },
  {
    title: 'is named by OTEL_RUN_SKIP, with its threads',
    command: ['node', 'work-and-start.cjs', 'worker', './work.cjs'],
    env: { OTEL_RUN_SKIP: 'migrate,work-and-*' },
    instrumented: 0,
    leftAlone: 2,
  },
  {
    title: 'is named by OTEL_RUN_SKIP, without its children',
    command: ['node', 'work-and-start.mjs', 'fork', './work.cjs'],
    env: { OTEL_RUN_SKIP: 'work-and-start' },
    instrumented: 1,
    leftAlone: 1,
  },
  {
    title: 'has OTEL_RUN_WORKER_THREADS=false',
    command: ['node', 'work-and-start.mjs', 'worker', './work.mjs'],
    env: { OTEL_RUN_WORKER_THREADS: 'false' },
    instrumented: 1,
    leftAlone: 1,
  },
  {
    title: 'is switched off',
    command: ['node', 'work.cjs'],
    env: { OTEL_RUN_DISABLED: 'true' },
    instrumented: 0,
    leftAlone: 1,
  },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('on Node.js $version', node => {
  const path = `${dirname(node.path)}:${cleanEnvironment().PATH}`;

  describe.concurrent('work is sent once, by those that are not left alone, of a command that', () => {
    for (const [index, { title, command, env, instrumented, leftAlone = 0 }] of CASES.entries()) {
      it(title, async () => {
        const service = `decided-${index}-${node.version}`;
        const ended = await run(byOtelRun(command, node.path), {
          env: { PATH: path, ...collector.environment(service), ...env },
        });

        expect(ended).toMatchObject({ code: 0, stderr: '' });
        const paths = worked(ended.stdout);
        expect(paths).toHaveLength(instrumented + leftAlone);
        const { spans } = await collector.waitFor(service, got => got.spans.length >= instrumented * 2);
        const senders = new Set(spans.map(({ attributes }) => attributes['url.path']).filter(Boolean));
        expect(spansByInstance(spans)).toEqual(oneInstanceEach(paths.filter(by => senders.has(by))));
        expect(senders.size).toBe(instrumented);
      });
    }
  });

  it('OTEL_LOG_LEVEL=debug shows each decision with its reason', async () => {
    const ended = await explain(node, path, ['npm', '--silent', 'start'], `${FIXTURES}npm-start`);
    expect(decisions(ended)).toEqual([
      'process # is instrumented as explained',
      'process # is not instrumented: a package manager runs the work in a child',
    ]);
  });

  it('OTEL_LOG_LEVEL=debug shows the threads that are left alone', async () => {
    const ended = await explain(node, path, ['node', 'work-and-log-by-transport.cjs'], FIXTURES);
    expect(decisions(ended)).toEqual([
      'process # (worker thread) is not instrumented: a log transport thread (thread-stream)',
      'process # is instrumented as explained',
    ]);
  });
});

const OLD = fetchedNode('18');

describe.skipIf(!OLD)('on a Node.js older than 20.19', () => {
  it('the application runs untouched with one line on stderr, threads included', async () => {
    const command = [OLD?.path ?? '', 'work-and-start.cjs', 'worker', './work.mjs'];
    const ended = await run(command, {
      env: { NODE_OPTIONS: `--require ${PRELOAD}`, ...collector.environment('old') },
    });

    expect(ended).toMatchObject({
      code: 0,
      stderr: `otel-run: this process is not instrumented: it runs Node.js ${OLD?.version}, otel-run needs Node.js 20.19 or newer\n`,
    });
    expect(worked(ended.stdout)).toHaveLength(2);
    expect(collector.of('old').spans).toEqual([]);
  });
});

function explain(node: Node, path: string, command: readonly string[], cwd: string): Promise<Ended> {
  const env = { PATH: path, ...collector.environment('explained'), OTEL_LOG_LEVEL: 'debug' };
  return run(byOtelRun(command, node.path), { cwd, env });
}

/** The lines about processes and threads, without their numbers, and without the hooks threads of older versions. */
function decisions({ stderr }: Ended): readonly string[] {
  const lines = stderr
    .split('\n')
    .filter(line => /^otel-run: process \d+ (?:\(worker thread\) )?is (?:not )?instrumented/.test(line));
  return lines.map(line => line.replace('otel-run: ', '').replaceAll(/\d+/g, '#')).sort();
}
