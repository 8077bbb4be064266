import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import type { Bundle } from '../../src/doctor/bundle.ts';
import { coverage, targetPackages, versionFindings, withArrivals } from '../../src/doctor/coverage.ts';
import { installedPackages } from '../../src/doctor/installed-packages.ts';
import { installed, writeTree } from './write-tree.ts';

const named = (shortName: string, targets: Record<string, string[]>) => ({
  name: `@opentelemetry/instrumentation-${shortName}`,
  shortName,
  part: shortName,
  exportName: 'Instrumentation',
  targets,
});
const INSTRUMENTATIONS = [
  named('http', { http: ['*'] }),
  named('express', { express: ['>=4.0.0 <6'] }),
  named('redis', { redis: ['>=2.6.0 <4'], '@redis/client': ['^1.0.0', '^5.0.0'] }),
  named('fs', { fs: ['*'] }),
  named('undici', {}),
  named('runtime-node', {}),
];

/** `package version status` of every row. */
function rowsIn(folder: string, env: NodeJS.ProcessEnv = {}, bundle?: Bundle): readonly string[] {
  const rows = coverage(INSTRUMENTATIONS, {
    settings: readSettings(env),
    env,
    nodeVersion: '24.1.0',
    installed: installedPackages(targetPackages(INSTRUMENTATIONS), folder),
    bundle,
  });
  return rows.map(({ package: name, installed: version, status }) => `${name} ${version} ${status}`);
}

const WITHOUT_PACKAGES = [
  'http 24.1.0 active',
  'express null not-installed',
  'redis null not-installed',
  'fs 24.1.0 disabled',
  'undici 24.1.0 active',
  'runtime-node 24.1.0 disabled',
];
const express = (row: string) => WITHOUT_PACKAGES.map(other => (other.startsWith('express') ? row : other));

describe('what arrives', () => {
  it('is told in our own words for a library that upstream does not describe', () => {
    const instrumentations = [named('http2', { http2: ['*'] })];
    const row = { name: instrumentations[0]?.name ?? '', package: 'http2', installed: '24.1.0' };

    const [http2] = withArrivals([{ ...row, status: 'active', via: 'modules' }], instrumentations);

    expect(http2?.arrives).toMatch(/^a SERVER span for each request/);
  });
});

describe('coverage', () => {
  it('is that of Node.js alone where nothing is installed', () => {
    expect(rowsIn(writeTree({ 'a.js': '' }))).toEqual(WITHOUT_PACKAGES);
  });

  it('finds a package beside the application', () => {
    expect(rowsIn(writeTree(installed('express', '5.3.0')))).toEqual(express('express 5.3.0 active'));
  });

  it('finds what a workspace hoists', () => {
    const root = writeTree({ ...installed('express', '4.21.0'), 'packages/api/package.json': {} });
    expect(rowsIn(join(root, 'packages/api'))).toEqual(express('express 4.21.0 active'));
  });

  it("prefers the application's own copy to a hoisted one", () => {
    const root = writeTree({
      ...installed('express', '4.21.0'),
      ...installed('express', '5.3.0', 'packages/api'),
    });
    expect(rowsIn(join(root, 'packages/api'))).toEqual(express('express 5.3.0 active'));
  });

  it('finds what a dependency brings with it', () => {
    const nested = writeTree(installed('express', '4.21.0', 'node_modules/@acme/framework'));
    expect(rowsIn(nested)).toEqual(express('express 4.21.0 active'));
  });

  it("finds what is in pnpm's store alone, and what is a link", () => {
    const store = writeTree(installed('express', '4.21.0', 'node_modules/.pnpm'));
    expect(rowsIn(store)).toEqual(express('express 4.21.0 active'));
    const linked = writeTree(installed('express', '5.3.0', 'elsewhere'));
    mkdirSync(join(linked, 'node_modules'));
    symlinkSync(join(linked, 'elsewhere/node_modules/express'), join(linked, 'node_modules/express'));
    expect(rowsIn(linked)).toEqual(express('express 5.3.0 active'));
  });

  it.each(['3.21.2', '6.0.0', '6.0.0-beta.1', 'not a version'])('does not reach version %s', version => {
    expect(rowsIn(writeTree(installed('express', version)))).toEqual(
      express(`express ${version} unsupported-version`),
    );
  });

  it('counts a supported copy where there is another one', () => {
    const tree = writeTree({
      ...installed('express', '3.0.0'),
      ...installed('express', '5.0.0', 'node_modules/a'),
    });
    expect(rowsIn(tree)).toEqual(express('express 5.0.0 active'));
  });

  it('leaves out the generation of a library that another package stands in for', () => {
    const tree = writeTree({ ...installed('redis', '5.1.0'), ...installed('@redis/client', '5.1.0') });
    expect(rowsIn(tree).filter(row => row.includes('redis'))).toEqual(['@redis/client 5.1.0 active']);
  });

  it('tells that a bundle hides a library beside another one of the same instrumentation', () => {
    const bundle = {
      ...{ bundler: 'esbuild', packages: ['redis'], unseen: ['redis'] },
      ...{ announced: new Map(), loaded: new Set<string>(), published: new Set<string>() },
    };

    const rows = rowsIn(writeTree(installed('@redis/client', '5.1.0')), {}, bundle);

    expect(rows).toEqual(expect.arrayContaining(['@redis/client 5.1.0 active', 'redis null bundled']));
  });

  it('follows the lists of enabled and disabled instrumentations', () => {
    const tree = writeTree(installed('express', '5.3.0'));
    const disabled = rowsIn(tree, { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'express,undici' });
    expect(disabled).toContain('express 5.3.0 disabled');
    expect(disabled).toContain('undici 24.1.0 disabled');
    const enabled = rowsIn(tree, { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'fs' });
    expect(enabled.filter(row => row.endsWith(' active'))).toEqual(['fs 24.1.0 active']);
  });

  it('counts what measures only where metrics are exported', () => {
    const rows = rowsIn(writeTree({}), { OTEL_METRICS_EXPORTER: 'otlp' });
    expect(rows).toContain('runtime-node 24.1.0 active');
  });

  it('is not confused by a package.json that is not JSON', () => {
    const tree = writeTree({
      'node_modules/express/package.json': '{',
      'node_modules/redis/package.json': { version: 7 },
    });
    expect(rowsIn(tree)).toEqual(WITHOUT_PACKAGES);
  });
});

it('an unsupported version is worth a warning where the application asks for the package itself', () => {
  const rows = [
    {
      name: '@opentelemetry/instrumentation-express',
      package: 'express',
      installed: '6.0.0',
      status: 'unsupported-version',
    },
  ] as const;
  expect(versionFindings(rows, INSTRUMENTATIONS, [])).toEqual([]);
  expect(versionFindings(rows, INSTRUMENTATIONS, ['express'])).toMatchObject([
    {
      code: 'version-unsupported',
      subject: 'express',
      data: { installed: '6.0.0', supported: '>=4.0.0 <6' },
    },
  ]);
});
