import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTEL_RUN, PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

// The words that somebody meets in the first ten minutes. Others are in command-hint.test.ts (what was meant),
// advice.test.ts (half-written settings) and smoke-truth.test.ts (requests, crashes, reports).

const NODE = process.execPath;
const DOCS = join(PACKAGE_FOLDER, 'docs');
const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
/** A port where nothing listens. */
const NOBODY = 'http://127.0.0.1:1';
const ONE_REQUEST = `
  const server = require('node:http').createServer((_, response) => response.end()).listen(0, '127.0.0.1', async () => {
    await fetch('http://127.0.0.1:' + server.address().port + '/orders/7', { headers: { connection: 'close' } });
    server.close();
  });`;

const text = (path: string) => readFileSync(join(PACKAGE_FOLDER, path), 'utf8');

let folder: string;
let refusing: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'newcomer-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist/server.js'), ONE_REQUEST);
  writeFileSync(
    join(folder, 'package.json'),
    '{ "name": "orders", "scripts": { "start": "node dist/server.js" } }',
  );
  refusing = createServer((request, response) => {
    response.statusCode = 401;
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>(resolve => refusing.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  refusing.close();
  rmSync(folder, { recursive: true, force: true });
});

const otelRun = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run([NODE, OTEL_RUN, ...argv], { cwd: folder, env });

describe.concurrent('an env file that is missing', () => {
  it('is named, with what to do about it', async () => {
    const { code, stderr } = await otelRun(['-e', 'missing.env', '-s', 'orders', 'node', 'dist/server.js']);
    expect(code).toBe(125);
    expect(stderr).toMatch(
      /^otel-run: error: .*missing\.env.*\n {2}Create missing\.env, correct its path, or remove it/,
    );
  });

  it('stops Node.js itself where the option is long, as the documents say', async () => {
    const { code, stderr } = await otelRun([
      '--env-file',
      'missing.env',
      '-s',
      'orders',
      'node',
      'dist/server.js',
    ]);
    expect(stderr).toContain('missing.env: not found');
    expect(text('docs/configuration.md').replace(/\s+/g, ' ')).toContain(
      `If the file is missing, Node.js stops before otel-run starts (\`node: missing.env: not found\`, exit code ${code})`,
    );
  });
});

describe.concurrent('an export that fails', () => {
  const sent = (endpoint: string) =>
    otelRun(['-s', 'orders', 'node', 'dist/server.js'], {
      [ENDPOINT]: endpoint,
      OTEL_RUN_FLUSH_TIMEOUT: '3000',
    });

  it('says where it went, and which command tells more', async () => {
    const { code, stderr } = await sent(NOBODY);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^otel-run: 2 spans could not be delivered before the exit: (?:connect ECONNREFUSED 127\.0\.0\.1:1; exports go to http:\/\/127\.0\.0\.1:1\/v1\/traces|no answer in time); otel-run doctor --probe tells more\n$/,
    );
  });

  it('names the variable to look at where the credentials are refused', async () => {
    const { stderr } = await sent(`http://127.0.0.1:${(refusing.address() as AddressInfo).port}`);
    expect(stderr).toMatch(/401.*check OTEL_EXPORTER_OTLP_HEADERS/);
    expect(stderr).not.toMatch(/\b0 (?:spans|log records)/);
  });
});

describe.concurrent('doctor', () => {
  it('says that it has asked nobody', async () => {
    const { code, stdout } = await otelRun(['doctor', '-s', 'orders', '--', 'node', 'dist/server.js']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '\nThe collector was not contacted: otel-run doctor --probe does that.\nReady: ',
    );
  });

  it.each([
    { file: 'dist/servr.js', fix: 'If you meant dist/server.js, write that.' },
    { file: 'dist/nothing-like-it.js', fix: 'Build it first, correct dist/nothing-like-it.js,' },
  ])('finds that $file is missing', async ({ file, fix }) => {
    const { code, stdout } = await otelRun(['doctor', '-s', 'orders', '--', 'node', file]);
    expect(code).toBe(1);
    expect(stdout).toContain(`error entry-missing\n    ${file} does not exist in`);
    expect(stdout).toContain(`→ ${fix}`);
  });

  it('says once what helps both signals', async () => {
    const { code, stdout } = await otelRun(['doctor', '--probe', '-s', 'orders'], { [ENDPOINT]: NOBODY });
    expect(code).toBe(1);
    expect(stdout.match(/error probe-failed/g)).toHaveLength(2);
    expect(stdout.match(/→ Start the collector/g)).toHaveLength(1);
  });

  it('lists each library once', async () => {
    const { stdout } = await otelRun(['doctor', '--json', '--all', '-s', 'orders']);
    const names = JSON.parse(stdout).instrumentations.map(
      (row: { name: string; package: string }) => `${row.name} ${row.package}`,
    );
    expect(names.filter((name: string, index: number) => names.indexOf(name) !== index)).toEqual([]);
  });
});

it('a dry run shows variables that a user knows', async () => {
  const { stdout } = await otelRun(['--dry-run', '-s', 'orders', 'node', 'dist/server.js']);
  const names = [...stdout.matchAll(/^ {2}(\w+)=/gm)].map(([, name]) => name);
  expect(names).toContain('OTEL_SERVICE_NAME');
  expect(names.filter(name => name?.startsWith('OTEL_RUN_'))).toEqual([]);
});

it('the help has commands first, then options, then variables', async () => {
  const { stdout } = await otelRun(['--help']);
  const places = ['Commands:', 'Options:', 'Variables'].map(word => stdout.indexOf(word));
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

describe('the documents', () => {
  const pages = readdirSync(DOCS).filter(name => name.endsWith('.md'));

  it('begin with a command that shows the reader’s own application, and know the libraries', () => {
    const readme = text('README.md');
    const [, first] = /```sh\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(first).toBe('npm install otel-run\nnpx otel-run view -- node dist/server.js\n');
    expect(readme).toContain('(docs/libraries.md)');
  });

  it('say where npx does not belong', () => {
    expect(text('docs/getting-started.md')).toMatch(/In production, call the command without `npx`/);
    expect(text('docs/platforms.md')).toMatch(
      /`npx` runs the command through a shell\. On SIGTERM, only the shell ends/,
    );
  });

  it('write the credentials of a header in one way', () => {
    const written = pages.flatMap(name => text(`docs/${name}`).match(/authorization=Basic.{3}/gi) ?? []);
    expect(new Set(written.map(form => form.toLowerCase()))).toEqual(new Set(['authorization=basic%20']));
  });

  it('are found from the page of the package', () => {
    const { repository, homepage, bugs } = JSON.parse(text('package.json'));
    expect([repository.url, homepage, bugs]).toEqual(Array(3).fill(expect.stringContaining('github.com/')));
  });
});
