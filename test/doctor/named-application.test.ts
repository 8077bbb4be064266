import { describe, expect, it } from 'vitest';
import { HEALTHY } from '../config/describe-findings.ts';
import { reportOfDoctor } from './run-doctor.ts';
import { installed, writeTree } from './write-tree.ts';

/** What doctor finds about an application, as `code subject`, and its instrumentations. */
async function examined(files: Readonly<Record<string, unknown>>, command = '') {
  const folder = writeTree(files);
  const argv = command === '' ? [] : ['--', ...command.split(' ')];
  const report = await reportOfDoctor(argv, { ...HEALTHY, PATH: process.env.PATH }, { folder });
  return { ...report, codes: report.findings.map(({ code, subject }) => `${code} ${subject}`) };
}

describe('doctor beside an application', () => {
  it('lists what will be instrumented', async () => {
    const { codes, instrumentations } = await examined(installed('express', '5.3.0'));
    expect(codes).toEqual([]);
    expect(instrumentations.map(({ package: name, status }) => `${name} ${status}`)).toEqual([
      'http active',
      'express active',
      'fs disabled',
    ]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string[]]>([
    [
      'a version out of range',
      { ...installed('express', '6.0.0'), 'package.json': { dependencies: { express: '^6.0.0' } } },
      ['version-unsupported express'],
    ],
    [
      'another agent',
      { 'package.json': { dependencies: { 'dd-trace': '^5.0.0' } } },
      ['double-instrumentation dd-trace'],
    ],
    [
      'another major version of the API',
      installed('@opentelemetry/api', '0.20.0'),
      ['api-version @opentelemetry/api'],
    ],
    [
      'a bundle that the start script runs',
      {
        'package.json': { scripts: { start: 'node dist/server.js' } },
        'dist/server.js': '// node_modules/pg/lib/index.js\n',
      },
      ['bundled-application server.js'],
    ],
    [
      'a bundle that package.json names for the service',
      {
        'package.json': { 'otel-run': { services: { 'checkout-api': 'node dist/server.js' } } },
        'dist/server.js': '// node_modules/pg/lib/index.js\n',
      },
      ['bundled-application server.js'],
    ],
    [
      'two programs under one name',
      { 'package.json': { scripts: { a: 'otel-run -s x-api node a.js', b: 'otel-run -s x-api node b.js' } } },
      ['service-name-shared OTEL_SERVICE_NAME'],
    ],
    [
      'several copies of the SDK',
      {
        ...installed('@opentelemetry/sdk-trace-base', '2.0.0'),
        ...installed('@opentelemetry/sdk-trace-base', '1.30.1', 'node_modules/a'),
      },
      ['sdk-copies @opentelemetry/sdk-trace-base'],
    ],
    ["Plug'n'Play", { '.pnp.cjs': '' }, ['packages-unknown .pnp.cjs']],
    ['a package.json that is none', { 'package.json': '{' }, []],
  ])('finds %s', async (_title, files, expected) => {
    expect((await examined(files)).codes).toEqual(expected);
  });

  it('finds the agent of a workspace beside the entry file of the command', async () => {
    const files = {
      'package.json': { workspaces: ['apps/*'] },
      'apps/api/package.json': { dependencies: { '@splunk/otel': '^3.0.0' } },
      'apps/api/src/server.js': '',
    };
    const { codes } = await examined(files, 'node apps/api/src/server.js');
    expect(codes).toEqual(['double-instrumentation @splunk/otel']);
  });

  it('looks where the entry file of the command is', async () => {
    const files = { ...installed('express', '4.0.0', 'apps/api'), 'apps/api/server.js': '' };
    const { instrumentations } = await examined(files, 'node apps/api/server.js');
    expect(instrumentations).toContainEqual(
      expect.objectContaining({ package: 'express', status: 'active' }),
    );
  });
});
