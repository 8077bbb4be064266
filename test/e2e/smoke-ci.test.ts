import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { OTEL_RUN, PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const root = new URL('../..', import.meta.url).pathname;
const page = readFileSync(join(root, 'docs', 'smoke.md'), 'utf8');
const [github, gitlab] = [
  ...page.slice(page.indexOf('\n## In CI\n')).matchAll(/```yaml\n([\s\S]*?)```/g),
].map(([, yaml = '']) => parse(yaml));

interface Step {
  readonly run?: string;
  readonly env?: Record<string, unknown>;
}

const steps: readonly Step[] = github.jobs.telemetry.steps;
const smokeStep = steps.find(step => step.run?.includes('otel-run smoke'));

/** The command of each snippet, with the port that its variables give the server. */
const SNIPPETS = [
  { ci: 'GitHub Actions', command: smokeStep?.run, port: smokeStep?.env?.PORT },
  {
    ci: 'GitLab CI',
    command: gitlab.telemetry.script.find((line: string) => line.includes('otel-run smoke')),
    port: gitlab.telemetry.variables.PORT,
  },
];

describe('the CI snippets of docs/smoke.md', () => {
  const folder = join(PACKAGE_FOLDER, '..', '..', 'ci');
  beforeAll(() => {
    mkdirSync(join(folder, 'dist'), { recursive: true });
    cpSync(join(root, 'examples', 'orders', 'server.mjs'), join(folder, 'dist', 'server.js'));
    cpSync(join(root, 'examples', 'orders', 'package.json'), join(folder, 'package.json'));
    writeFileSync(
      join(folder, 'telemetry.yaml'),
      'spans: [{ name: "GET /orders/:id", kind: server, count: 1 }]',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(SNIPPETS)(
    '$ci runs otel-run, and finds the service as it should be',
    async ({ command = '', port }) => {
      const free = String(await freePort());
      const line = command
        .replaceAll(`:${port}/`, `:${free}/`)
        .replace('npx otel-run', `"$NODE" "${OTEL_RUN}"`);
      const env = { PORT: free, NODE: process.execPath, OTEL_RUN_FLUSH_TIMEOUT: '10000' };
      const { code, stdout, stderr } = await run(['sh', '-c', line], { cwd: folder, env });

      expect({ code, report: stdout + stderr }).toMatchObject({
        code: 0,
        report: expect.stringContaining('every check holds'),
      });
      for (const file of ['smoke.xml', 'smoke.html']) {
        expect(existsSync(join(folder, file)), file).toBe(true);
        rmSync(join(folder, file));
      }
    },
  );

  it('keep what the run wrote, also where it fails', () => {
    const upload = github.jobs.telemetry.steps.at(-1);
    expect(upload).toMatchObject({ if: 'always()', with: { path: 'smoke.html' } });
    expect(gitlab.telemetry.artifacts).toEqual({
      when: 'always',
      paths: ['smoke.html'],
      reports: { junit: 'smoke.xml' },
    });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
