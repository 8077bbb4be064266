import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { doctor } from '../helpers/doctor.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

let collector: Collector;
let folders = '';
beforeAll(async () => {
  collector = await startCollector();
  folders = mkdtempSync(join(tmpdir(), 'otel-run-extension-'));
});
afterAll(async () => {
  rmSync(folders, { recursive: true, force: true });
  await collector.close();
});

/** A folder with these files, which is there until all tests have ended: they run at the same time. */
function writeFiles(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(folders, 'app-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe.concurrent('OTEL_RUN_EXTEND', () => {
  it('adds span processors and instrumentations of the application', async () => {
    const env = { ...collector.environment('extended'), OTEL_RUN_EXTEND: './extension.cjs' };

    const { code, stderr } = await run(byOtelRun([process.execPath, 'one-request.cjs']), { env });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { spans } = await collector.waitFor('extended', got => got.spans.length >= 3);
    expect(spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET /users/:id', 'counted']);
    expect(spans.map(({ attributes }) => attributes.tenant)).toEqual(['acme', 'acme', 'acme']);
  });

  it.each([
    { fault: 'is not there', source: undefined, reason: /^Cannot find module / },
    { fault: 'throws', source: "throw new Error('no licence')", reason: /^no licence$/ },
    { fault: 'throws nothing', source: 'throw undefined', reason: /\w/ },
    { fault: 'is not JavaScript', source: 'module.exports = {', reason: /^Unexpected/ },
    {
      fault: 'exports a function',
      source: 'module.exports = () => {}',
      reason: /^its default export is not an object$/,
    },
    {
      fault: 'exports nothing of use',
      source: 'exports.other = 1',
      reason: /^it exports none of instrumentations, /,
    },
    {
      fault: 'has a list that is not an array',
      source: 'exports.spanProcessors = {}',
      reason: /^its spanProcessors is not an array$/,
    },
  ])('is left out where it $fault, and doctor says the same as a run', async ({ fault, source, reason }) => {
    const folder = writeFiles({ ...(source !== undefined && { 'extension.cjs': source }), 'app.cjs': '' });
    const env = { ...collector.environment(`extended ${fault}`), OTEL_RUN_EXTEND: './extension.cjs' };

    const [ended, { code, report }] = await Promise.all([
      run(byOtelRun([process.execPath, 'app.cjs']), { env, cwd: folder }),
      doctor(env, [], process.execPath, folder),
    ]);

    const [, said = ''] =
      /^otel-run: OTEL_RUN_EXTEND=\.\/extension\.cjs is left out: (.*)\n$/.exec(ended.stderr) ?? [];
    expect(ended.code).toBe(0);
    expect(said, ended.stderr).toMatch(reason);
    expect(code).toBe(0);
    expect(report.findings).toMatchObject([
      {
        code: 'extension-invalid',
        severity: 'warning',
        subject: 'OTEL_RUN_EXTEND',
        message: expect.stringContaining(said),
      },
    ]);
  });

  it('is used by an application that has spans, whatever is wrong with the rest of it', async () => {
    const source = 'exports.spanProcessors = 1; exports.sampler = { shouldSample: () => ({ decision: 2 }) };';
    const env = { ...collector.environment('extended-in-part'), OTEL_RUN_EXTEND: './extension.cjs' };
    const folder = writeFiles({
      'extension.cjs': source,
      'app.cjs': "require('node:http').get('http://127.0.0.1:1').on('error', () => {})",
    });
    const { code } = await run(byOtelRun([process.execPath, 'app.cjs']), { env, cwd: folder });
    expect(code).toBe(0);
    await collector.waitFor('extended-in-part', got => got.spans.length === 1);
  });

  it('leaves the application as it is where an instrumentation or a patch of it throws', async () => {
    const env = { ...collector.environment('failing-extension'), OTEL_RUN_EXTEND: './failing-extension.cjs' };

    const { code, stderr } = await run(byOtelRun([process.execPath, 'one-request.cjs']), { env });

    expect({ code, lines: stderr.split('\n') }).toEqual({
      code: 0,
      lines: [
        'otel-run: instrumentation unattachable of OTEL_RUN_EXTEND is off: too old',
        'otel-run: proxy-addr is not instrumented by failing-patch: unknown version',
        '',
      ],
    });
    const { spans } = await collector.waitFor('failing-extension', got => got.spans.length >= 2);
    expect(spans.map(({ name }) => name).sort()).toEqual(['GET', 'GET /users/:id']);
  });

  it('gets no finding from doctor where it is valid', async () => {
    const env = { ...collector.environment('extended'), OTEL_RUN_EXTEND: './extension.cjs' };
    expect((await doctor(env, [])).report.findings).toEqual([]);
  });
});
