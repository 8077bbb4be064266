import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProcessesAnswer } from '../../src/view/model/processes.ts';
import type { TracesAnswer } from '../../src/view/model/traces.ts';
import { fetchText, startView, viewEnvironment } from '../helpers/view.ts';

const root = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'otel-run-views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TSX = join(root, 'node_modules/.bin/tsx');

const WATCHERS = [
  { title: 'tsx watch', argv: [TSX, 'watch', '--clear-screen=false', 'app.ts'], file: 'app.ts' },
  { title: 'node --watch', argv: [process.execPath, '--watch', 'app.cjs'], file: 'app.cjs' },
];

describe('otel-run view', { concurrent: true }, () => {
  for (const { title, argv, file } of WATCHERS) {
    it(`goes on across restarts of ${title}`, async () => {
      const cwd = mkdtempSync(join(folder, 'app-'));
      const path = join(cwd, file);
      cpSync(join(root, 'test/fixtures/apps/serve-seeded.cjs'), path);
      writeFileSync(join(cwd, 'package.json'), '{ "name": "watched" }');
      symlinkSync(join(root, 'node_modules'), join(cwd, 'node_modules'));
      const view = await startView(['--port', '0', '--', ...argv], {
        cwd,
        env: viewEnvironment(folder),
        keepInput: true,
      });

      await view.running.printed('READY ');
      for (const count of [1, 2, 3]) {
        const [, port] = [...view.running.output().matchAll(/READY (\d+)/g)].at(-1) ?? [];
        await fetchText(`http://127.0.0.1:${port}/users/${count}`);
        const answer = await view.until<TracesAnswer>(
          'api/traces?service=watched',
          ({ matched }) => matched === count,
        );
        expect(answer.traces[0]).toMatchObject({ name: 'GET /users/:id', path: `/users/${count}` });
        if (count === 3) break;
        writeFileSync(path, `${readFileSync(path, 'utf8')}\n// changed`);
        while ([...view.running.output().matchAll(/READY/g)].length <= count)
          await new Promise(resolve => setTimeout(resolve, 50));
      }
      const { processes } = await view.until<ProcessesAnswer>(
        'api/processes',
        answer =>
          answer.processes.filter(({ decision, running }) => decision === 'initialized' && !running)
            .length === 2,
      );
      expect(processes.filter(({ decision }) => decision === 'initialized')).toHaveLength(3);
      await view.stop();
    });
  }
});
