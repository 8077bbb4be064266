import { readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';
import { installByYarn, packedPackage, YARN, yarnEnvironment } from '../helpers/yarn.ts';

// Yarn's Plug'n'Play: packages stay in archives, which Node.js reads once `.pnp.cjs` is preloaded.

const FIXTURES = new URL('../fixtures/apps/plug-and-play/', import.meta.url).pathname;
const FILES = ['app.cjs', 'app.mjs', 'in-thread.cjs'];
const PACKAGES = { express: '5.3.0', pino: '10.4.0' };
const SCRIPTS = {
  start: 'node app.cjs',
  'start:esm': 'node app.mjs',
  'start:wrapped': 'otel-run -- node app.cjs',
};

/** Projects that Yarn installs; with otel-run in them, in a folder or in an archive. */
const PROJECTS = {
  'CommonJS alone': { '.yarnrc.yml': 'pnpEnableEsmLoader: false\n' },
  'ES modules': { '.yarnrc.yml': 'pnpEnableEsmLoader: true\n' },
  'otel-run in an archive': {
    '.yarnrc.yml': 'pnpEnableEsmLoader: true\n',
    manifest: { dependenciesMeta: { 'otel-run': { unplugged: false } } },
  },
} as const;

interface Case {
  readonly title: string;
  readonly project: keyof typeof PROJECTS;
  readonly argv: readonly string[];
}

/** As a package of the machine: it is found in folders, the application's packages are not. */
const outside = ['node', OTEL_RUN, '--'];
const yarn = ['node', YARN];
const inside = [...yarn, 'otel-run', '--'];

const CASES: readonly Case[] = [
  {
    title: 'yarn node, run by otel-run of the machine',
    project: 'CommonJS alone',
    argv: [...outside, ...yarn, 'node', 'app.cjs'],
  },
  {
    title: 'a script of Yarn, run by otel-run of the machine',
    project: 'ES modules',
    argv: [...outside, ...yarn, 'run', 'start:esm'],
  },
  {
    title: 'a preload on the command line',
    project: 'CommonJS alone',
    argv: [...outside, 'node', '-r', './.pnp.cjs', 'app.cjs'],
  },
  {
    title: 'a preload and a loader on the command line',
    project: 'ES modules',
    argv: [...outside, 'node', '-r', './.pnp.cjs', '--experimental-loader', './.pnp.loader.mjs', 'app.mjs'],
  },
  {
    title: 'yarn otel-run, a CommonJS application',
    project: 'CommonJS alone',
    argv: [...inside, 'node', 'app.cjs'],
  },
  {
    title: 'yarn otel-run, an ESM application',
    project: 'ES modules',
    argv: [...inside, 'node', 'app.mjs'],
  },
  {
    title: 'yarn otel-run, a script of Yarn',
    project: 'ES modules',
    argv: [...inside, ...yarn, 'run', 'start'],
  },
  {
    title: 'a script with otel-run in it',
    project: 'CommonJS alone',
    argv: [...yarn, 'run', 'start:wrapped'],
  },
  {
    title: 'a worker thread of a CommonJS application',
    project: 'CommonJS alone',
    argv: [...inside, 'node', 'in-thread.cjs', 'app.cjs'],
  },
  {
    title: 'a worker thread of an ESM application',
    project: 'ES modules',
    argv: [...inside, 'node', 'in-thread.cjs', 'app.mjs'],
  },
  {
    title: 'a CommonJS application beside an archived otel-run',
    project: 'otel-run in an archive',
    argv: [...inside, 'node', 'app.cjs'],
  },
  {
    title: 'an ESM application beside an archived otel-run',
    project: 'otel-run in an archive',
    argv: [...inside, 'node', 'app.mjs'],
  },
];

const folders = new Map<string, string>();
let collector: Collector;

beforeAll(async () => {
  collector = await startCollector();
  const files = Object.fromEntries(FILES.map(file => [file, readFileSync(join(FIXTURES, file), 'utf8')]));
  // One after the other: they share the folder of archives.
  for (const [name, project] of Object.entries(PROJECTS)) {
    const manifest = {
      name: 'shop',
      private: true,
      scripts: SCRIPTS,
      dependencies: { ...PACKAGES, 'otel-run': packedPackage() },
      ...('manifest' in project ? project.manifest : {}),
    };
    const written = { ...files, '.yarnrc.yml': project['.yarnrc.yml'], 'package.json': manifest };
    folders.set(name, await installByYarn(written));
  }
});

afterAll(async () => {
  await collector.close();
  for (const folder of folders.values()) rmSync(folder, { recursive: true });
});

for (const { version, path } of nodes()) {
  describe(`Plug'n'Play, Node.js ${version}`, { concurrent: true }, () => {
    for (const { title, project, argv } of CASES) {
      it(`runs and is seen: ${title}`, async () => {
        const service = `${title} ${version}`;
        const { PATH, ...env } = yarnEnvironment();
        const { code, stdout, stderr } = await run(argv, {
          cwd: folders.get(project) ?? '',
          env: {
            ...env,
            ...collector.environment(service),
            PATH: [dirname(path), PATH].join(delimiter),
            NODE_NO_WARNINGS: '1',
          },
        });

        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).toContain('answered 200\n');
        const { spans, logs } = await collector.waitFor(
          service,
          received => received.spans.length >= 2 && received.logs.length >= 1,
        );
        const server = spans.find(({ kind }) => kind === 'SPAN_KIND_SERVER');
        const client = spans.find(({ kind }) => kind === 'SPAN_KIND_CLIENT');
        expect(server).toMatchObject({ name: 'GET /orders/:id', parentSpanId: client?.spanId });
        expect(logs).toMatchObject([{ body: 'order is served', spanId: server?.spanId }]);
        expect(stdout).toContain(`"trace_id":"${server?.traceId}"`);
      });
    }
  });
}
