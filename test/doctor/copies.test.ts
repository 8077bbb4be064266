import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingWords } from '../../src/config/finding.ts';
import { copyFindings, SINGLE_PACKAGES } from '../../src/doctor/copies.ts';
import { installedPackages } from '../../src/doctor/installed-packages.ts';
import { installed, writeTree } from './write-tree.ts';

const API = '@opentelemetry/api';
const SDK = '@opentelemetry/sdk-trace-base';

function findingsIn(folder: string, application = folder) {
  return copyFindings({
    installed: installedPackages(SINGLE_PACKAGES, application),
    folder,
    ownFolder: join(folder, 'node_modules/otel-run'),
  });
}

describe('copies of', () => {
  it.each<{ what: string; tree: Readonly<Record<string, unknown>>; found: string[] }>([
    { what: 'one package each', tree: { ...installed(API, '1.9.0'), ...installed(SDK, '2.0.0') }, found: [] },
    {
      what: 'the API in two versions, which both work',
      tree: { ...installed(API, '1.9.0'), ...installed(API, '1.4.1', 'node_modules/a') },
      found: [`info api-copies ${API}`],
    },
    {
      what: 'the API in two majors',
      tree: { ...installed(API, '1.9.0'), ...installed(API, '0.20.0', 'node_modules/a') },
      found: [`warning api-version ${API}`],
    },
    {
      what: 'the API in a major to come',
      tree: installed(API, '2.0.0'),
      found: [`warning api-version ${API}`],
    },
    {
      what: 'the SDK, nested three levels deep',
      tree: {
        ...installed(SDK, '2.0.0'),
        ...installed(SDK, '1.30.1', 'node_modules/@acme/a/node_modules/b/node_modules/c'),
      },
      found: [`warning sdk-copies ${SDK}`],
    },
    {
      what: 'the SDK in one version, twice',
      tree: { ...installed(SDK, '2.0.0', 'node_modules/a'), ...installed(SDK, '2.0.0', 'node_modules/b') },
      found: [`warning sdk-copies ${SDK}`],
    },
    {
      what: "pnpm's store",
      tree: {
        ...installed(
          '@opentelemetry/instrumentation',
          '0.57.0',
          'node_modules/.pnpm/@opentelemetry+instrumentation@0.57.0',
        ),
        ...installed(
          '@opentelemetry/instrumentation',
          '0.200.0',
          'node_modules/.pnpm/@opentelemetry+instrumentation@0.200.0_x',
        ),
      },
      found: ['warning sdk-copies @opentelemetry/instrumentation'],
    },
    {
      what: 'what otel-run itself brings',
      tree: { ...installed(API, '1.4.0'), ...installed(API, '1.10.0', 'node_modules/otel-run') },
      found: [],
    },
  ])('$what', ({ tree, found }) => {
    const findings = findingsIn(writeTree(tree));
    expect(findings.map(({ code, severity, subject }) => `${severity} ${code} ${subject}`)).toEqual(found);
  });

  it('a workspace are looked for in what it hoists, and links in a circle end', () => {
    const folder = writeTree({
      ...installed(SDK, '2.0.0'),
      ...installed(SDK, '1.30.1', 'packages/lib'),
      'packages/api/node_modules/.keep': '',
    });
    const link = (target: string, path: string) => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      symlinkSync(join(folder, target), join(folder, path));
    };
    link('packages/lib', 'node_modules/@acme/lib');
    link('packages/api', 'packages/lib/node_modules/@acme/api');
    link('packages/lib', 'packages/api/node_modules/@acme/lib');
    expect(findingsIn(folder, join(folder, 'packages/api')).map(({ code }) => code)).toEqual(['sdk-copies']);
  });

  it('the SDK are named with version and place', () => {
    const tree = { ...installed(SDK, '2.0.0'), ...installed(SDK, '1.30.1', 'node_modules/a') };
    const [found] = findingsIn(writeTree(tree));
    expect(found && findingWords(found).message).toContain(
      `is installed 2 times (2.0.0 in node_modules/${SDK} and 1.30.1 in node_modules/a/node_modules/${SDK})`,
    );
  });
});
