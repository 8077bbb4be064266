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

  it.each<{ what: string; files: Readonly<Record<string, unknown>>; codes: string[] }>([
    {
      what: 'a version out of range',
      files: { ...installed('express', '6.0.0'), 'package.json': { dependencies: { express: '^6.0.0' } } },
      codes: ['version-unsupported express'],
    },
    {
      what: 'another agent',
      files: { 'package.json': { dependencies: { 'dd-trace': '^5.0.0' } } },
      codes: ['double-instrumentation dd-trace'],
    },
    {
      what: 'another major version of the API',
      files: installed('@opentelemetry/api', '0.20.0'),
      codes: ['api-version @opentelemetry/api'],
    },
    {
      what: 'a bundle that the start script runs',
      files: {
        'package.json': { scripts: { start: 'node dist/server.js' } },
        'dist/server.js': '// node_modules/pg/lib/index.js\n',
      },
      codes: ['bundled-application server.js'],
    },
    {
      what: 'a bundle that package.json names for the service',
      files: {
        'package.json': { 'otel-run': { services: { 'checkout-api': 'node dist/server.js' } } },
        'dist/server.js': '// node_modules/pg/lib/index.js\n',
      },
      codes: ['bundled-application server.js'],
    },
    {
      what: 'two programs under one name',
      files: {
        'package.json': { scripts: { a: 'otel-run -s x-api node a.js', b: 'otel-run -s x-api node b.js' } },
      },
      codes: ['service-name-shared OTEL_SERVICE_NAME'],
    },
    {
      what: 'several copies of the SDK',
      files: {
        ...installed('@opentelemetry/sdk-trace-base', '2.0.0'),
        ...installed('@opentelemetry/sdk-trace-base', '1.30.1', 'node_modules/a'),
      },
      codes: ['sdk-copies @opentelemetry/sdk-trace-base'],
    },
    { what: "Plug'n'Play", files: { '.pnp.cjs': '' }, codes: ['packages-unknown .pnp.cjs'] },
    { what: 'nothing in a package.json that is not JSON', files: { 'package.json': '{' }, codes: [] },
  ])('finds $what', async ({ files, codes }) => {
    expect((await examined(files)).codes).toEqual(codes);
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
