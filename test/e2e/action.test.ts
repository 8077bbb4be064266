import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly shell: string;
      readonly run: string;
      readonly env: Readonly<Record<string, string>>;
    }[];
  };
}

const ROOT = new URL('../..', import.meta.url).pathname;

const ACTION: Action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'otel-run-action-'));
  mkdirSync(join(project, 'node_modules/.bin'), { recursive: true });
  symlinkSync(PACKAGE_FOLDER, join(project, 'node_modules/otel-run'));
  symlinkSync('../otel-run/bin/otel-run.js', join(project, 'node_modules/.bin/otel-run'));
  writeFileSync(join(project, 'package.json'), '{ "name": "orders", "private": true }');
  writeFileSync(
    join(project, 'server file.cjs'),
    "require('node:http').createServer((_, response) => response.end('ok')).listen(0, '127.0.0.1');",
  );
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Does what the runner of GitHub does with a step: inputs become variables, and the script runs in bash. */
async function act(inputs: Readonly<Record<string, string>>) {
  const [step] = ACTION.runs.steps;
  const summary = join(project, `summary-${Math.random()}.md`);
  const given = (expression: string) =>
    expression.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => {
      expect(ACTION.inputs).toHaveProperty([name]);
      return inputs[name] ?? ACTION.inputs[name]?.default ?? '';
    });
  const variables = Object.entries(step?.env ?? {}).map(([name, value]) => [name, given(value)]);
  const ended = await run(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 9'], {
    cwd: project,
    env: { ...Object.fromEntries(variables), GITHUB_STEP_SUMMARY: summary },
  });
  return { ...ended, summary: () => readFileSync(summary, 'utf8') };
}

describe('the action', () => {
  it('has a script that takes inputs by variables alone', () => {
    expect(ACTION.runs).toMatchObject({ using: 'composite', steps: [{ shell: 'bash' }] });
    expect(ACTION.runs.steps[0]?.run).not.toContain('${{');
  });

  it('has the inputs that docs/smoke.md gives it', () => {
    const text = readFileSync(join(ROOT, 'docs/smoke.md'), 'utf8');
    const [, block = ''] =
      /```yaml\n((?:(?!```)[\s\S])*otel-run\/otel-run@(?:(?!```)[\s\S])*)```/.exec(text) ?? [];
    const steps: { uses?: string; with?: object }[] = parse(block).jobs.telemetry.steps;
    const used = steps.find(({ uses }) => uses?.startsWith('otel-run/'))?.with ?? {};

    expect(Object.keys(used)).toContain('command');
    for (const name of Object.keys(used)) expect(ACTION.inputs).toHaveProperty([name]);
  });

  it('runs smoke and writes the summary of the job', async () => {
    const ended = await act({
      command: 'node "server file.cjs"',
      service: 'orders',
      requests: 'GET /\n\nGET /orders/7 => 200\n',
      options: '--timeout 60 --environment "pull request"',
    });

    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain('2 requests · 0 errors');
    expect(ended.summary()).toContain('2 requests · 0 errors');
  });

  it('fails where a check fails, with a summary that says which', async () => {
    const ended = await act({
      command: "node 'server file.cjs'",
      service: 'orders',
      requests: 'GET /nope => 404',
      options: '--timeout 60',
    });

    expect(ended.code).toBe(1);
    expect(ended.summary()).toContain('requests-answered');
  });
});
