import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withPreload } from '../../src/launch/node-options.ts';
import { cleanEnvironment } from '../helpers/processes.ts';

const PRELOAD = '/opt/otel-run/dist/preload.cjs';
const OURS = `--require ${PRELOAD}`;

const CASES: { title: string; existing: string | undefined; expected: string }[] = [
  { title: 'is the preload alone where there was nothing', existing: undefined, expected: OURS },
  { title: 'is the preload alone where there was white space', existing: '  ', expected: OURS },
  {
    title: 'has the preload in front of what was there',
    existing: '--max-old-space-size=512 --require ./other.cjs',
    expected: `${OURS} --max-old-space-size=512 --require ./other.cjs`,
  },
  {
    title: 'keeps quotes and spaces of what was there',
    existing: '--require "./my file.cjs"  --enable-source-maps',
    expected: `${OURS} --require "./my file.cjs"  --enable-source-maps`,
  },
  {
    title: 'stays as it is where the preload is in it already',
    existing: `${OURS} --enable-source-maps`,
    expected: `${OURS} --enable-source-maps`,
  },
  {
    title: 'stays as it is where the preload is in it, written with an equals sign',
    existing: `--enable-source-maps --require=${PRELOAD}`,
    expected: `--enable-source-maps --require=${PRELOAD}`,
  },
  {
    title: 'stays as it is where the preload is in it, by the short option',
    existing: `-r ${PRELOAD}`,
    expected: `-r ${PRELOAD}`,
  },
  {
    title: 'stays as it is where the preload is in it, in quotes',
    existing: `--require "${PRELOAD}" --require x`,
    expected: `--require "${PRELOAD}" --require x`,
  },
  {
    title: "has the preload behind Yarn's Plug'n'Play, which makes the packages known",
    existing: '--require /app/.pnp.cjs --experimental-loader file:///app/.pnp.loader.mjs',
    expected: `--require /app/.pnp.cjs ${OURS} --experimental-loader file:///app/.pnp.loader.mjs`,
  },
  {
    title: "has the preload behind Plug'n'Play of a folder with spaces, and in front of what follows",
    existing: '--require "/my app/.pnp.cjs" --require ./other.cjs',
    expected: `--require "/my app/.pnp.cjs" ${OURS} --require ./other.cjs`,
  },
  {
    title: "has the preload behind Plug'n'Play, wherever it stands and however it is written",
    existing: '--enable-source-maps -r ./.pnp.js --require=/app/.pnp.cjs',
    expected: `--enable-source-maps -r ./.pnp.js --require=/app/.pnp.cjs ${OURS}`,
  },
  {
    title: "has the preload in front of a file that is named like Plug'n'Play's, but is not it",
    existing: '--require /app/my.pnp.cjs',
    expected: `${OURS} --require /app/my.pnp.cjs`,
  },
  {
    title: 'has the preload beside the same path as the value of another option',
    existing: `--title ${PRELOAD}`,
    expected: `${OURS} --title ${PRELOAD}`,
  },
  {
    title: 'has the preload beside another file whose path begins alike',
    existing: `--require ${PRELOAD}.backup.cjs`,
    expected: `${OURS} --require ${PRELOAD}.backup.cjs`,
  },
];

const FOLDERS = [
  'plain',
  'with space',
  'with "quotes"',
  'back\\slash',
  '\'single\' and "double" \\',
  'ünï',
  'tab\tin',
];

describe('NODE_OPTIONS', () => {
  for (const { title, existing, expected } of CASES) {
    it(title, () => {
      expect(withPreload(existing, PRELOAD)).toBe(expected);
      expect(withPreload(expected, PRELOAD)).toBe(expected);
    });
  }
});

describe('Node.js', () => {
  const root = mkdtempSync(join(tmpdir(), 'otel-run-'));
  afterAll(() => rmSync(root, { recursive: true }));

  for (const folder of FOLDERS) {
    it(`loads a preload from the folder ${JSON.stringify(folder)} before the one that was there`, () => {
      mkdirSync(join(root, folder));
      const [ours, theirs] = ['ours.cjs', 'their own.cjs'].map(name => join(root, folder, name)) as [
        string,
        string,
      ];
      writeFileSync(ours, 'process.stdout.write("ours ")');
      writeFileSync(theirs, 'process.stdout.write("theirs ")');
      const existing = `--require "${theirs.replace(/["\\]/g, '\\$&')}"`;
      const env = { ...cleanEnvironment(), NODE_OPTIONS: withPreload(existing, ours) };

      const stdout = execFileSync(process.execPath, ['-e', 'process.stdout.write("app")'], {
        env,
        encoding: 'utf8',
      });

      expect(stdout).toBe('ours theirs app');
      expect(withPreload(env.NODE_OPTIONS, ours)).toBe(env.NODE_OPTIONS);
    });
  }
});
