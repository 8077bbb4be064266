import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FOLDER = new URL('../fixtures/apps/thread-pools', import.meta.url).pathname;

const POOLS = Object.keys(createRequire(import.meta.url)(`${FOLDER}/pools.cjs`));

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const CALLER = 'caller of ';

/** The pool kills its processes a second after it asks them to end, so on a slow machine they run alone. */
const ALONE = POOLS.filter(pool => pool.endsWith('in processes'));

/** Spans of some tasks. */
const SAID = ['task 0', 'inside task 0', 'inside task 7', 'nobody', 'inside nobody', 'failing'];

/** Runs tasks with and without otel-run. */
async function runTasks(pool: string, node: string, more: Record<string, string> = {}) {
  const service = `${pool} ${node} ${JSON.stringify(more)}`;
  const env = { ...collector.environment(service), ...more };
  const argv = [node, 'callers.cjs', pool];
  const [bare, ended] = await Promise.all([
    run(argv, { cwd: FOLDER, env: {} }),
    run(byOtelRun(argv, node), { cwd: FOLDER, env }),
  ]);
  expect(ended).toEqual(bare);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const callers = ended.stdout.split('\n').filter(line => !/^(?:left|nobody|$)/.test(line)).length;
  return collector.waitFor(
    service,
    ({ spans }) =>
      spans.filter(({ name }) => name.startsWith(CALLER)).length === callers &&
      SAID.every(task => spans.some(({ name }) => name === task)),
  );
}

/** Whose child each task's span is, by the caller's name. */
function parentsOf({ spans }: Received): Record<string, string | undefined> {
  const parentOf = (id: string | undefined) => spans.find(({ spanId }) => spanId === id)?.name;
  const tasks = spans.filter(({ scope }) => scope === 'tasks');
  return Object.fromEntries(
    tasks.map(({ name, parentSpanId }) => [name, parentSpanId && parentOf(parentSpanId)]),
  );
}

async function expectTasksBelowCallers(pool: string, node: string): Promise<void> {
  const received = await runTasks(pool, node);

  const parents = parentsOf(received);
  const names = Object.keys(parents).filter(name => !name.startsWith('inside '));
  const expected = names.flatMap(name => [
    [name, name === 'nobody' ? undefined : CALLER + name],
    // That which failed, or was stopped, has none inside.
    ...(`inside ${name}` in parents ? [[`inside ${name}`, name]] : []),
  ]);
  expect(parents).toEqual(Object.fromEntries(expected));
  const [nobody] = received.spans.filter(({ name }) => name === 'nobody');
  expect(received.spans.filter(({ traceId }) => traceId === nobody?.traceId)).toHaveLength(2);
}

describe.concurrent('tasks in the threads of a pool', () => {
  for (const node of nodes()) {
    it.each(POOLS.filter(pool => !ALONE.includes(pool)))(
      `are below whoever ran them: %s (Node.js ${node.version})`,
      pool => expectTasksBelowCallers(pool, node.path),
    );

    it.sequential.each(ALONE)(`are below whoever ran them: %s (Node.js ${node.version})`, pool =>
      expectTasksBelowCallers(pool, node.path),
    );
  }

  it.each(['piscina', 'tinypool', 'workerpool'])('are alone where %s is switched off', async pool => {
    const off = { OTEL_NODE_DISABLED_INSTRUMENTATIONS: pool };
    const parents = parentsOf(await runTasks(pool, process.execPath, off));

    expect(parents).toMatchObject({ 'task 0': undefined, 'inside task 0': 'task 0' });
  });
});
