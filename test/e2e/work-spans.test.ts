import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FOLDER = new URL('../fixtures/apps/named-work', import.meta.url).pathname;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

/** Every form of an export, and the name that its calls get. */
const FORMS = {
  recover: 'worker.startup_recovery',
  load: 'load = all',
  list: 'list',
  fail: 'fail',
  'Worker.prototype.handle': 'jobs process',
  'queue.process': 'queue process',
  default: 'main job',
};

const PRINTED = 'recovered, loaded it, 1, failed, worker handled 1, queue processed 2, default\n';

/** The variable that names every export of a module. */
function namingAll(module: string): string {
  return Object.entries(FORMS)
    .map(([path, name]) => `${module}#${path}=${name}`)
    .join(', ');
}

const PROGRAMS = [
  { program: 'require-jobs.cjs', module: './jobs.cjs' },
  { program: 'import-jobs.mjs', module: './jobs.cjs' },
  { program: 'import-jobs.mjs', module: './jobs.mjs' },
  { program: 'import-statically.mjs', module: './jobs.mjs' },
  { program: 'import-what-requires.mjs', module: './jobs.cjs' },
] as const;

describe.each(nodes())('OTEL_RUN_WORK_SPANS on Node.js $version', ({ version, path: node }) => {
  it.concurrent.each(PROGRAMS)(
    'names each call that $program makes of what $module exports',
    async ({ program, module }) => {
      const service = `${version} ${program} ${module}`;
      const env = { ...collector.environment(service), OTEL_RUN_WORK_SPANS: namingAll(module) };
      const bare = await run([node, program, module], { cwd: FOLDER });

      const ended = await run(byOtelRun([node, program, module], node), { env, cwd: FOLDER });

      expect(bare.stdout).toBe(PRINTED);
      expect(ended).toEqual({ code: 0, signal: null, stdout: PRINTED, stderr: '' });
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 7);
      expect(spans.map(({ name }) => name).sort()).toEqual(Object.values(FORMS).sort());
    },
  );
});

interface Case {
  readonly title: string;
  readonly program: readonly string[];
  readonly named: string;
  readonly env?: Record<string, string>;
  readonly spans: readonly string[];
  readonly stdout: string;
  /** What is said after `otel-run: OTEL_RUN_WORK_SPANS: `, a line each. */
  readonly said: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: 'a function that is all that a module exports, one behind a getter, and one of a package',
    program: ['require-others.cjs'],
    named: './whole.cjs#default=whole, ./compiled.cjs#recover=compiled, dotenv#parse=dotenv',
    spans: ['compiled', 'dotenv', 'whole'],
    stdout: 'whole 0 1 not ready recovered ready 1\n',
    said: [],
  },
  {
    title: 'functions of files without ./ in front, where no package has that name',
    program: ['require-others.cjs'],
    named: 'whole.cjs#default=whole, compiled.cjs#recover=compiled',
    spans: ['compiled', 'whole'],
    stdout: 'whole 0 1 not ready recovered ready 1\n',
    said: [],
  },
  {
    title: 'functions of packages that are imported',
    program: ['import-packages.mjs'],
    named: 'dotenv#parse=dotenv, execa#parseCommandString=execa',
    spans: ['dotenv', 'execa'],
    stdout: '1 2\n',
    said: [],
  },
  {
    title: 'methods of the module that the program starts with, but none of its functions',
    program: ['entry.cjs'],
    named: './entry.cjs#recover=recovery, ./entry.cjs#Worker.prototype.handle=handling',
    spans: ['handling'],
    stdout: 'recovered handled\n',
    said: [
      './entry.cjs#recover matched nothing: it is the module that the program starts with, whose own calls ' +
        'cannot be named from outside: use withWork in there, or move the function to a module of its own',
    ],
  },
  {
    title: 'nothing where nothing is found, and says why',
    program: ['require-jobs.cjs', './jobs.cjs'],
    named:
      './jobs.cjs#recovery=a, ./jobs.cjs#queue=b, ./jobs.cjs#Worker=c, ./other.cjs#run=d, no-such-package#run=e',
    spans: [],
    stdout: PRINTED,
    said: [
      './jobs.cjs#recovery matched nothing: the module exports recover, load, list, fail, Worker, queue, default',
      './jobs.cjs#queue matched nothing: it is not a function',
      './jobs.cjs#Worker matched nothing: it is a class: name one of its methods, as in #Worker.prototype.handle',
      './other.cjs#run matched nothing: the module was not loaded',
      'no-such-package#run matched nothing: the module was not loaded',
    ],
  },
  {
    title: 'nothing where nothing is found, in silence in development',
    program: ['require-jobs.cjs', './jobs.cjs'],
    named: './jobs.cjs#recovery=a',
    env: { NODE_ENV: 'development' },
    spans: [],
    stdout: PRINTED,
    said: [],
  },
];

describe.concurrent('OTEL_RUN_WORK_SPANS', () => {
  for (const { title, program, named, env: more, spans, stdout, said } of CASES) {
    it(`names ${title}`, async () => {
      const env = { ...collector.environment(named), OTEL_RUN_WORK_SPANS: named, ...more };

      const ended = await run(byOtelRun([process.execPath, ...program]), { env, cwd: FOLDER });

      const stderr = said.map(line => `otel-run: OTEL_RUN_WORK_SPANS: ${line}\n`).join('');
      expect(ended).toEqual({ code: 0, signal: null, stdout, stderr });
      const received = await collector.waitFor(named, got => got.spans.length >= spans.length);
      expect(received.spans.map(({ name }) => name).sort()).toEqual(spans);
    });
  }
});

describe.each(nodes())(
  'a module that is imported again by a query, Node.js $version',
  ({ version, path: node }) => {
    it('is the module that OTEL_RUN_WORK_SPANS names', async () => {
      const service = `${version} by query`;
      const env = { ...collector.environment(service), OTEL_RUN_WORK_SPANS: './jobs.mjs#load=load' };
      const script =
        "for (const query of ['', '?v=1', '?v=2#again']) await (await import('./jobs.mjs' + query)).load('it');";

      const ended = await run(byOtelRun([node, '--input-type=module', '-e', script], node), {
        env,
        cwd: FOLDER,
      });

      expect(ended).toMatchObject({ code: 0, stderr: '' });
      const { spans } = await collector.waitFor(service, got => got.spans.length >= 3);
      expect(spans.map(({ name }) => name)).toEqual(['load', 'load', 'load']);
    });
  },
);
