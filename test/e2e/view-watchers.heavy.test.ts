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
import { afterAll, describe, expect, it } from 'vitest';
import type { ProcessesAnswer } from '../../src/view/model/processes.ts';
import type { TracesAnswer } from '../../src/view/model/traces.ts';
import { freePort } from '../helpers/servers.ts';
import { fetchText, type RunningView, startView, viewEnvironment } from '../helpers/view.ts';

const root = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'otel-run-views-'));
const folders = [folder];
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

const TSX = join(root, 'node_modules/.bin/tsx');
const NODEMON = join(root, 'test/.neighbours/nodemon/node_modules/nodemon/bin/nodemon.js');
const NEXT_FOLDER = join(root, 'test/.frameworks/next');
const NEXT = join(NEXT_FOLDER, 'node_modules/next/dist/bin/next');

interface Watcher {
  readonly title: string;
  readonly argv: readonly string[];
  /** The file that changes. */
  readonly file: string;
  /** A part of the title of the process that answers. */
  readonly server: string;
  /** The name of the span of a request for `/users/7`. */
  readonly span: string;
  readonly ready: RegExp;
  readonly starts: number;
  /** Lays out the application and returns its folder. */
  readonly layOut: (file: string) => string;
}

const OWN = { span: 'GET /users/:id', ready: /READY (\d+)/g, starts: 3, layOut: layOutServer };

const WATCHERS: readonly Watcher[] = [
  {
    ...OWN,
    title: 'tsx watch',
    argv: [TSX, 'watch', '--clear-screen=false', 'app.ts'],
    file: 'app.ts',
    server: 'app.ts',
  },
  {
    ...OWN,
    title: 'node --watch',
    argv: [process.execPath, '--watch', 'app.cjs'],
    file: 'app.cjs',
    server: 'app.cjs',
  },
  {
    ...OWN,
    title: 'nodemon',
    argv: [process.execPath, NODEMON, 'app.cjs'],
    file: 'app.cjs',
    server: 'app.cjs',
  },
  {
    title: 'next dev',
    argv: [process.execPath, NEXT, 'dev'],
    file: 'next.config.mjs',
    server: 'start-server.js',
    span: 'GET /users/[id]',
    ready: /Local: +http:\/\/\S+:(\d+)[^✓]+✓ Ready/g,
    starts: 2,
    layOut: layOutNext,
  },
];

/** `next dev` builds what is asked for, which takes long, so one Node.js has to do. */
const isLeftOut = (title: string) => title === 'next dev' && process.env.OTEL_RUN_TEST_NODES !== undefined;

describe('otel-run view', { concurrent: true }, () => {
  for (const watcher of WATCHERS.filter(({ title }) => !isLeftOut(title))) {
    const { title, argv, file, server, span, starts } = watcher;
    const missing = argv.find(word => word.startsWith(root) && !existsSync(word));
    if (missing) process.stderr.write(`SKIPPED: ${title} under view: there is no ${missing}\n`);

    it.skipIf(missing)(`goes on across restarts of ${title}`, async () => {
      const cwd = watcher.layOut(file);
      const path = join(cwd, file);
      const env = {
        ...viewEnvironment(folder),
        ...(title === 'next dev' && { PORT: `${await freePort()}`, NEXT_TELEMETRY_DISABLED: '1' }),
      };
      const view = await startView(['--port', '0', '--', ...argv], { cwd, env, keepInput: true });

      for (let count = 1; count <= starts; count++) {
        const port = await portOfStart(view, watcher, count);
        await fetchText(`http://127.0.0.1:${port}/users/${count}`);
        const answer = await view.until<TracesAnswer>(
          'api/traces?service=watched&name=users',
          ({ matched }) => matched === count,
        );
        expect(answer.traces[0]).toMatchObject({ name: span, path: `/users/${count}`, statusCode: 200 });
        if (count < starts) writeFileSync(path, `${readFileSync(path, 'utf8')}\n// changed`);
      }
      const { processes } = await view.until<ProcessesAnswer>(
        'api/processes',
        answer => serversIn(answer, server).filter(({ running }) => !running).length === starts - 1,
      );
      expect(serversIn({ processes }, server)).toHaveLength(starts);
      await view.stop();
    });
  }
});

/** Waits until the server is ready for the given time. */
async function portOfStart({ running }: RunningView, { ready }: Watcher, count: number): Promise<string> {
  const seen = () => [...running.output().matchAll(ready)];
  const deadline = Date.now() + 90_000;
  while (seen().length < count) {
    if (Date.now() > deadline) throw new Error(`it did not start ${count} times: ${running.output()}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return seen().at(-1)?.[1] ?? '';
}

function serversIn({ processes }: ProcessesAnswer, server: string) {
  return processes.filter(
    ({ decision, title, threadId }) => decision === 'initialized' && threadId === 0 && title.includes(server),
  );
}

function layOutServer(file: string): string {
  const cwd = mkdtempSync(join(folder, 'app-'));
  cpSync(join(root, 'test/fixtures/apps/serve-seeded.cjs'), join(cwd, file));
  writeFileSync(join(cwd, 'package.json'), '{ "name": "watched" }');
  symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'));
  return cwd;
}

/** Below this folder, because Next.js resolves nothing outside of it. */
function layOutNext(file: string): string {
  const cwd = mkdtempSync(join(NEXT_FOLDER, '../watched-'));
  folders.push(cwd);
  const route = join(cwd, 'app/users/[id]/route.js');
  mkdirSync(dirname(route), { recursive: true });
  writeFileSync(
    route,
    "export const dynamic = 'force-dynamic';\nexport const GET = () => new Response('a user');\n",
  );
  writeFileSync(join(cwd, file), 'export default {};\n');
  writeFileSync(join(cwd, 'package.json'), '{ "name": "watched" }');
  symlinkSync(join(NEXT_FOLDER, 'node_modules'), join(cwd, 'node_modules'));
  return cwd;
}
