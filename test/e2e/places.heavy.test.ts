import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessesAnswer } from '../../src/view/model/processes.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { byOtelRun, type Running, run, start } from '../helpers/processes.ts';
import { startView, viewEnvironment } from '../helpers/view.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const PLACES = readFileSync(join(ROOT, 'docs/places.md'), 'utf8');
const PM2_RUNTIME = join(ROOT, 'node_modules/.bin/pm2-runtime');

/** The file that a section of docs/places.md shows. */
function blockOf(section: string): string {
  const [, text = ''] = PLACES.split(`\n## ${section}\n`);
  return /```json\n(.*?)```/s.exec(text)?.[1] ?? '';
}

/** Variables that keep the tools from asking, from servers of theirs, and from processes that stay. */
const QUIET = { CI: '1', DO_NOT_TRACK: '1', TURBO_TELEMETRY_DISABLED: '1', NX_DAEMON: 'false' };

const folders: string[] = [];
const managers: Running[] = [];
let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(async () => {
  for (const { child } of managers) child.kill('SIGTERM');
  await Promise.allSettled(managers.map(({ ended }) => ended));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  await collector?.close();
});

const FIXTURE = join(ROOT, 'test/fixtures/apps/places');

/** A copy of the applications, built: programs of the fixture, by the paths where they are built to. */
function layOut(built: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-places-'));
  folders.push(folder);
  cpSync(join(FIXTURE, 'repository'), join(folder, 'repository'), { recursive: true });
  for (const [path, program] of Object.entries(built)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(FIXTURE, program), join(folder, path));
  }
  return folder;
}

/** How many processes of a service sent spans. */
function processesOf(service: string): number {
  return new Set(collector.of(service).spans.map(({ resource }) => resource['process.pid'])).size;
}

describe('PM2 with the ecosystem file of docs/places.md', () => {
  const layOutPm2 = () => {
    const cwd = layOut({ 'dist/server.js': 'server.js', 'dist/worker.js': 'server.js' });
    writeFileSync(join(cwd, 'ecosystem.config.json'), blockOf('PM2'));
    return { cwd, argv: [PM2_RUNTIME, 'start', 'ecosystem.config.json'], PM2_HOME: join(cwd, '.pm2') };
  };

  it('instruments each worker of a cluster and each application under its own name', async () => {
    const { cwd, argv, PM2_HOME } = layOutPm2();
    const manager = start(byOtelRun(argv), {
      cwd,
      env: { ...QUIET, PM2_HOME, ...collector.environment('pm2-itself') },
    });
    managers.push(manager);
    await collector.waitFor('orders', () => processesOf('orders') === 2);
    await collector.waitFor('orders-worker', () => processesOf('orders-worker') === 1);
    manager.child.kill('SIGINT');
    const { stderr } = await manager.ended;
    expect(stderr).not.toMatch(/otel-run:/);
    expect(collector.of('pm2-itself').spans).toEqual([]);
  });

  it('has its applications under their own files in view', async () => {
    const { cwd, argv, PM2_HOME } = layOutPm2();
    const view = await startView(['--port', '0', '--', ...argv], {
      cwd,
      env: { ...QUIET, ...viewEnvironment(cwd), PM2_HOME },
    });
    try {
      const { processes } = await view.until<ProcessesAnswer>(
        'api/processes',
        answer => answer.processes.filter(({ service }) => service).length === 3,
      );
      const titles = processes
        .filter(({ decision, threadId }) => decision === 'initialized' && threadId === 0)
        .map(({ title, service }) => `${title} ${service}`);
      expect(titles.sort()).toEqual([
        'node server.js orders',
        'node server.js orders',
        'node worker.js orders-worker',
      ]);
    } finally {
      // What PM2 started ends with it, unlike by SIGKILL.
      await view.stop('SIGINT');
    }
  });
});

const TASK = { 'repository/apps/orders/dist/task.js': 'task.js' };

/** Runners of tasks in a repository of several packages, below the folder where a script installs them. */
const RUNNERS = [
  { name: 'turbo', argv: ['turbo', 'run', 'start'], files: { 'turbo.json': blockOf('Turborepo') } },
  {
    name: 'nx',
    argv: ['nx', 'run', 'orders:serve'],
    files: { 'nx.json': '{ "neverConnectToCloud": true }' },
  },
];

for (const { name, argv, files } of RUNNERS) {
  const modules = join(ROOT, 'test/.neighbours', name, 'node_modules');
  const isThere = existsSync(modules);
  if (!isThere) process.stderr.write(`SKIPPED: ${name}: scripts/install-neighbours.sh\n`);

  const runIn = async (cwd: string, service: string, ...more: readonly string[]) => {
    symlinkSync(modules, join(cwd, 'node_modules'));
    const command = [join(modules, '.bin', argv[0] ?? ''), ...argv.slice(1), ...more];
    const env = { ...QUIET, ...collector.environment(service) };
    return run(byOtelRun(command), { cwd: join(cwd, 'repository'), env });
  };

  describe.skipIf(!isThere)(`${argv.join(' ')}, as docs/places.md has it`, () => {
    it('passes to its tasks what they need', async () => {
      const cwd = layOut(TASK);
      for (const [file, text] of Object.entries(files)) writeFileSync(join(cwd, 'repository', file), text);
      const { code, stdout, stderr } = await runIn(cwd, name);
      expect({ code, said: /otel-run:.*/.exec(stdout + stderr)?.[0] }, stdout + stderr).toEqual({ code: 0 });
      expect(processesOf(name)).toBe(1);
    });

    it.runIf(name === 'turbo')('says so where it takes the variables away', async () => {
      const cwd = layOut(TASK);
      writeFileSync(join(cwd, 'repository/turbo.json'), '{ "tasks": { "start": { "cache": false } } }');
      const { code, stdout, stderr } = await runIn(cwd, 'turbo-strict');
      expect(code).toBe(0);
      expect(stdout + stderr).toMatch(
        /otel-run: turbo removes the OTEL_\* variables .*: add "globalPassThroughEnv": \["OTEL_\*"\] to turbo\.json/,
      );
      expect(collector.of('turbo-strict').spans).toEqual([]);
    });

    it.runIf(name === 'turbo')('passes all of them in its loose mode', async () => {
      const cwd = layOut(TASK);
      writeFileSync(join(cwd, 'repository/turbo.json'), '{ "tasks": { "start": { "cache": false } } }');
      const { code } = await runIn(cwd, 'turbo-loose', '--env-mode=loose');
      expect({ code, processes: processesOf('turbo-loose') }).toEqual({ code: 0, processes: 1 });
    });
  });
}
