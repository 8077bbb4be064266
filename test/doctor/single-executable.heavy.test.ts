import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { singleExecutableFindings } from '../../src/doctor/single-executable.ts';
import { fetchedNode } from '../helpers/nodes.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Node.js builds single executables itself since 25.5; `.ci/run` fetches one that does. */
const NODE_26 = fetchedNode('26');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-sea-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An application with its packages in one binary, as Node.js documents it. */
async function buildSingleExecutable(node: string, source: string): Promise<string> {
  const bundle = join(folder, 'bundle.cjs');
  const executable = join(folder, 'application');
  await build({
    stdin: { contents: source, resolveDir: ROOT },
    bundle: true,
    minify: true,
    platform: 'node',
    outfile: bundle,
    logLevel: 'silent',
  });
  const configuration = join(folder, 'sea.json');
  writeFileSync(
    configuration,
    JSON.stringify({ main: bundle, output: executable, disableExperimentalSEAWarning: true }),
  );
  execFileSync(node, ['--build-sea', configuration], { stdio: 'ignore' });
  return executable;
}

describe('a single executable application', () => {
  it.skipIf(NODE_26 === undefined)('is found with the libraries in it', async () => {
    const source = "require('express')(); require('pino')(); console.log('runs');";
    const executable = await buildSingleExecutable(NODE_26?.path ?? '', source);

    expect(execFileSync(executable, { encoding: 'utf8' })).toBe('runs\n');
    const [found, ...others] = singleExecutableFindings(executable);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'bundled-application', subject: 'application' });
    expect(found?.data.packages).toEqual(expect.arrayContaining(['express', 'pino']));
    expect(found?.data.packages).not.toContain('fastify');
  });

  it.each([
    { what: 'Node.js itself', path: process.execPath },
    { what: 'a script', path: new URL(import.meta.url).pathname },
    { what: 'a file that is not there', path: '/no/such/file' },
    { what: 'no command', path: undefined },
  ])('is not found in $what', ({ path }) => {
    expect(singleExecutableFindings(path)).toEqual([]);
  });
});
