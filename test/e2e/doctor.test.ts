import { describe, expect, it } from 'vitest';
import type { ListedLibrary } from '../../src/libraries/library-list.ts';
import { doctor, sentTo } from '../helpers/doctor.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

/** Scripts have no declarations. */
const { libraries } = await import(new URL('../../scripts/library-list.mjs', import.meta.url).href);

describe.concurrent('otel-run doctor', () => {
  it('says the same as a run', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318', OTEL_SDK_DISABLE: 'true' };
    const { code, report } = await doctor(env, []);
    const refused = await run(byOtelRun([process.execPath, '-e', '0']), { env });
    expect([code, refused.code]).toEqual([1, 125]);
    const said = (wanted: string, between: string) =>
      report.findings
        .filter(({ severity }) => severity === wanted)
        .map(({ severity, message, fix }) => `otel-run: ${severity}: ${message}${between}${fix}\n`);
    expect(refused.stderr).toBe([...said('error', '\n  '), ...said('warning', ' ')].join(''));
  });

  it('knows what the packages beside the application will get', async () => {
    const { report } = await doctor(sentTo('http://collector:4318'), [
      '--',
      process.execPath,
      'one-request.cjs',
    ]);
    expect(report.instrumentations).toContainEqual(
      expect.objectContaining({
        name: '@opentelemetry/instrumentation-express',
        package: 'express',
        installed: expect.stringMatching(/^5\./),
        status: 'active',
      }),
    );
    for (const library of ['pg', 'bullmq', 'bee-queue', 'node-cron', 'croner']) {
      expect(report.instrumentations).toContainEqual(
        expect.objectContaining({
          name: `otel-run/work-${library}`,
          package: library,
          installed: expect.stringMatching(/^\d/),
          status: 'active',
        }),
      );
    }
    expect(report.instrumentations.length).toBeGreaterThan(35);
    expect(report.node).toMatchObject({ version: process.version, supported: true });
  });

  it('has a row for each library of the documents, which can be switched off', async () => {
    const listed = ((await libraries()) as ListedLibrary[]).filter(({ kind }) => kind !== 'context');
    const names = listed.map(({ name }) => name);

    const { report } = await doctor({
      ...sentTo('http://collector:4318'),
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: names.join(),
    });

    const shown = new Set(report.instrumentations.map(row => row.package));
    const missing = listed.filter(
      ({ name, targets }) => ![name, ...Object.keys(targets)].some(one => shown.has(one)),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
    expect(report.findings.map(({ code }) => code)).not.toContain('instrumentation-unknown');
  });

  it('writes no colour where nobody sees it', async () => {
    const env = { ...sentTo('http://collector:4318') };
    const argv = [process.execPath, OTEL_RUN, 'doctor'];
    const [plain, forced] = await Promise.all([
      run(argv, { env }),
      run(argv, { env: { ...env, FORCE_COLOR: '1' } }),
    ]);
    expect(plain.stdout).not.toContain('\u001B[');
    expect(forced.stdout).toContain('\u001B[');
  });
});
