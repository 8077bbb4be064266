import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, startCollector } from '../helpers/collector.ts';
import { byOtelRun, type Ended, run } from '../helpers/processes.ts';

const FOLDER = new URL('../fixtures/apps/ready-made', import.meta.url).pathname;

/** What is expected of the unit of work in which a job logged that it runs; a new trace where no parent is named. */
interface Job {
  readonly name: string;
  readonly span: string;
  readonly parent?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const NODE_CRON: readonly Job[] = [
  { name: 'by pattern', span: '* * * * * * run' },
  { name: 'named', span: 'named run', attributes: { rows: 7 } },
  { name: 'asked for', span: 'asked for run', parent: 'by hand' },
];

const CRONER: readonly Job[] = [
  ...NODE_CRON,
  { name: 'once', span: 'once run' },
  { name: 'failing', span: 'failing run', attributes: { 'error.type': 'RangeError' } },
];

const CRON: readonly Job[] = [
  ...NODE_CRON,
  { name: 'once', span: 'once run' },
  { name: 'failing', span: 'failing run', attributes: { 'error.type': 'RangeError' } },
];

const NODE_SCHEDULE: readonly Job[] = [...CRON, { name: 'by fields', span: 'recurring run' }];

const TOAD_SCHEDULER: readonly Job[] = [
  { name: 'in time', span: 'in time run' },
  { name: 'named', span: 'named run', attributes: { rows: 7 } },
  { name: 'failing', span: 'failing run', attributes: { 'error.type': 'RangeError' } },
];

const PROGRAMS: readonly { program: string; jobs: readonly Job[] }[] = [
  { program: 'by-require.cjs node-cron node-cron', jobs: NODE_CRON },
  { program: 'by-import.mjs node-cron node-cron', jobs: NODE_CRON },
  { program: 'node-cron-3/by-require.cjs', jobs: NODE_CRON },
  { program: 'node-cron-3/by-import.mjs', jobs: NODE_CRON },
  { program: 'by-require.cjs croner croner', jobs: CRONER },
  { program: 'by-import.mjs croner croner', jobs: CRONER },
  { program: 'by-require.cjs cron cron', jobs: CRON },
  { program: 'by-import.mjs cron cron', jobs: CRON },
  { program: 'by-require.cjs node-schedule node-schedule', jobs: NODE_SCHEDULE },
  { program: 'by-import.mjs node-schedule node-schedule', jobs: NODE_SCHEDULE },
  { program: 'by-require.cjs toad-scheduler toad-scheduler', jobs: TOAD_SCHEDULER },
  { program: 'by-import.mjs toad-scheduler toad-scheduler', jobs: TOAD_SCHEDULER },
];

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Whether this many log records arrived, and the span of each; spans come on their own. */
function isWhole({ logs, spans }: Received, records: number): boolean {
  return logs.length >= records && logs.every(({ spanId }) => spans.some(span => span.spanId === spanId));
}

/** What a scheduler says of a machine that is too busy for it is not about otel-run. */
function onTime({ stderr, ...ended }: Ended): Ended {
  return { ...ended, stderr: stderr.replace(/^.*missed execution.*\n/gim, '') };
}

describe.concurrent('jobs of schedulers', () => {
  it.each(PROGRAMS)('are a unit of work a run: $program', async ({ program, jobs }) => {
    const argv = [process.execPath, ...program.split(' ')];
    const [bare, ended] = await Promise.all([
      run(argv, { cwd: FOLDER }),
      run(byOtelRun(argv), { cwd: FOLDER, env: collector.environment(program) }),
    ]);

    expect(onTime(bare)).toMatchObject({ code: 0, stderr: '' });
    expect(onTime(ended)).toEqual(onTime(bare));
    const { spans, logs } = await collector.waitFor(program, got => isWhole(got, jobs.length));
    const units = spans.filter(({ scope }) => scope === 'otel-run');
    // A job that is due each second may run again before the program ends.
    expect(new Set(units.map(unit => unit.name))).toEqual(new Set(jobs.map(({ span }) => span)));
    for (const { name, span, parent, attributes = {} } of jobs) {
      const record = logs.find(({ body }) => body === `ran ${name}`);
      expect(record?.attributes).toEqual({ job: name });
      const unit = spans.find(({ spanId }) => spanId === record?.spanId);
      expect(unit).toMatchObject({ name: span, kind: 'SPAN_KIND_INTERNAL', scope: 'otel-run', attributes });
      expect(units.filter(({ traceId }) => traceId === unit?.traceId)).toEqual([unit]);
      const around = spans.find(({ spanId }) => spanId === unit?.parentSpanId);
      expect({ job: name, parent: around?.name, root: unit?.parentSpanId === undefined }).toEqual({
        job: name,
        parent,
        root: parent === undefined,
      });
    }
  });

  it.each(['by-require.cjs', 'by-import.mjs'])(
    'are found by node-cron where they are files beside the module that schedules them, %s',
    async way => {
      const argv = [process.execPath, way, 'node-cron-file', 'node-cron'];
      const env = collector.environment(`${way} file`);

      const { code, stdout, stderr } = await run(byOtelRun(argv), { cwd: FOLDER, env });

      expect({ code, stdout, stderr }).toEqual({
        code: 0,
        stdout: 'done in a process of its own\n',
        stderr: '',
      });
    },
  );
});
