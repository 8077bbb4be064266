import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderSnapshot } from '../../src/checks/snapshot/file.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';
import { freePort } from '../helpers/servers.ts';

const folder = mkdtempSync(join(tmpdir(), 'smoke-truth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NODE = process.execPath;

async function smoke(
  flags: readonly string[],
  command: readonly string[],
  options: { columns?: string } = {},
) {
  const argv = [NODE, OTEL_RUN, 'smoke', '-s', 'orders', '--timeout', '20', ...flags, '--', NODE, ...command];
  return run(argv, { env: { OTEL_RUN_FLUSH_TIMEOUT: '10000', ...options } });
}

/** The loopback interface may have no IPv6, and only Linux has all of 127.0.0.0/8. */
const HAS_IPV6 = Object.values(networkInterfaces()).some(list =>
  list?.some(({ address }) => address === '::1'),
);
const IS_LINUX = process.platform === 'linux';

interface Check {
  readonly id: string;
  readonly status: string;
  readonly severity: string;
  readonly evidence: readonly { readonly text: string; readonly source?: string }[];
}

async function smokeJson(flags: readonly string[], command: readonly string[]) {
  const { code, stdout, stderr } = await smoke(['--json', ...flags], command);
  const report = stdout === '' ? { checks: [] } : JSON.parse(stdout);
  const check = (id: string): Check => report.checks.find((candidate: Check) => candidate.id === id);
  const said = (id: string) =>
    check(id)
      .evidence.map(({ text }) => text)
      .join('\n');
  const failed = report.checks.filter(({ status }: Check) => status === 'fail').map(({ id }: Check) => id);
  return { code, stderr, report, check, said, failed };
}

describe.concurrent('otel-run smoke asks the right process', () => {
  it('waits for the server that started the helper, and says who was asked and who was not', async () => {
    const { code, report, said, failed } = await smokeJson(
      ['--request', '/'],
      ['smoke-helper-first.cjs', '700'],
    );

    expect(failed).toEqual([]);
    expect({ code, status: report.requests[0].status }).toEqual({ code: 0, status: 200 });
    expect(said('requests-answered')).toMatch(
      /^paths went to process \d+ \(node smoke-helper-first\.cjs 700\) on port \d+; without requests: process \d+ \(node smoke-helper-first\.cjs helper\) on port \d+$/,
    );
  });

  const HOSTS = [
    { title: 'IPv6 alone', runs: HAS_IPV6, host: '::1', url: /^http:\/\/\[::1\]:\d+\/$/ },
    {
      title: 'an address that is not the usual one',
      runs: IS_LINUX,
      host: '127.0.0.2',
      url: /^http:\/\/127\.0\.0\.2:\d+\/$/,
    },
    { title: 'all addresses', runs: HAS_IPV6, host: '::', url: /^http:\/\/127\.0\.0\.1:\d+\/$/ },
    {
      title: 'all addresses of IPv6',
      runs: HAS_IPV6,
      host: '::',
      ipv6Only: true,
      flags: ['--wait-for', '/'],
      url: /^http:\/\/\[::1\]:\d+\/$/,
    },
  ];
  for (const { title, runs, host, url, ipv6Only = false, flags = [] } of HOSTS) {
    it.runIf(runs)(`asks a server where it listens: ${title}`, async () => {
      const options = JSON.stringify({ port: 0, host, ipv6Only });
      const app = `require('http').createServer((q, r) => r.end()).listen(${options})`;
      const { report, failed } = await smokeJson(['--request', '/', ...flags], ['-e', app]);

      expect(failed).toEqual([]);
      expect(report.requests).toMatchObject([{ status: 200, url: expect.stringMatching(url) }]);
    });
  }

  it('takes the port that PORT names, of several', async () => {
    const app =
      "const s = require('http').createServer((q, r) => { r.statusCode = 404; r.end() }).listen(0, () => require('http').createServer((q, r) => r.end()).listen(process.env.PORT))";
    const argv = [NODE, OTEL_RUN, 'smoke', '-s', 'orders', '--json', '--request', '/', '--', NODE, '-e', app];
    const port = await freePort();
    const { stdout } = await run(argv, { env: { PORT: String(port) } });
    expect(JSON.parse(stdout).requests[0]).toMatchObject({ url: `http://127.0.0.1:${port}/`, status: 200 });
  });
});

describe.concurrent('otel-run smoke counts answers', () => {
  it('fails for 5xx, warns of 4xx, and knows what is expected', async () => {
    const paths = ['/503', '/404', 'GET /410 => 410', '/200 => 4xx', 'POST /201 {"a":1} => 201'];
    const { code, check, said } = await smokeJson(
      paths.flatMap(path => ['--request', path]),
      ['smoke-answers.cjs'],
    );

    expect({ code, ...check('requests-answered') }).toMatchObject({
      code: 1,
      status: 'fail',
      severity: 'error',
    });
    expect(
      said('requests-answered')
        .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '')
        .split('\n')
        .slice(0, 3),
    ).toEqual([
      'GET /503 was answered with 503',
      'GET /200 was answered with 200, not with 4xx',
      'GET /404 was answered with 404; if that is right, write "GET /404 => 404"',
    ]);
  });

  it('passes with a warning for 4xx alone', async () => {
    const { code, check } = await smokeJson(['--request', '/404'], ['smoke-answers.cjs']);
    expect({ code, ...check('requests-answered') }).toMatchObject({
      code: 0,
      status: 'fail',
      severity: 'warning',
    });
  });

  it('fails where a server was asked nothing, and gives no score without spans', async () => {
    const { code, failed, said, report } = await smokeJson(['--timeout', '10'], ['smoke-answers.cjs']);

    expect({ code, failed }).toEqual({ code: 1, failed: ['telemetry-received'] });
    expect(said('telemetry-received')).toMatch(/on port \d+ listened but got no requests/);
    expect(report.score).toMatchObject({ value: null, category: null });
  });
});

describe.concurrent('otel-run smoke tells how a command ended', () => {
  it('fails where it dies of another signal than it was sent', async () => {
    const { code, failed, said } = await smokeJson(['--request', '/'], ['smoke-answers.cjs', 'abort']);

    expect({ code, failed }).toMatchObject({ code: 1, failed: expect.arrayContaining(['command-exit']) });
    expect(said('command-exit')).toMatch(/it was sent SIGTERM, but died of SIGABRT/);
  });

  it('shows the error that was received, and blames nobody for the record of it', async () => {
    const { code, failed, check, said } = await smokeJson([], ['smoke-answers.cjs', 'throw', 'now']);

    expect({ code, failed }).toEqual({ code: 1, failed: ['command-exit'] });
    expect(said('command-exit')).toMatch(/it exited with code 1: TypeError: no cart of user 4711$/);
    expect(check('command-exit').evidence[0]?.source).toMatch(/smoke-answers\.cjs:8$/);
    expect(check('log-messages-stable').status).toBe('pass');
  });
});

describe.concurrent('otel-run smoke looks at files before it runs anything', () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) chmodSync(closed, 0o500);
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, '- no snapshot');
  const merged = join(folder, 'merged.yaml');
  writeFileSync(merged, renderSnapshot({}).replace('{}', '- no snapshot'));

  it.each([
    {
      flags: ['--html', '/no/such/dir/x.html'],
      says: '--html /no/such/dir/x.html: there is no folder /no/such/dir. Create it first.',
    },
    { flags: ['--junit', folder], says: `--junit ${folder}: this is a folder. Name a file in it.` },
    {
      flags: ['--markdown', ''],
      says: '--markdown has an empty file name. Is the variable behind it set?',
    },
    {
      flags: ['--expect', 'nope.yaml'],
      says: '--expect nope.yaml: there is no such file; --update writes it.',
    },
    {
      flags: ['--expect', join(folder, 'brokn.yml')],
      says: `--expect ${join(folder, 'brokn.yml')}: there is no such file, but there is ${broken}.`,
    },
    { flags: ['--expect', folder], says: `--expect ${folder}: this is a folder, not a file.` },
    {
      flags: ['--snapshot', 'nope.yaml'],
      says: '--snapshot nope.yaml: there is no such file; --update writes it.',
    },
    {
      flags: ['--snapshot', broken],
      says: `${broken}: it is not a snapshot. Name another file, or remove this one and run with --update.`,
    },
    {
      flags: ['--snapshot', broken, '--update'],
      says: `${broken}: it is not a snapshot. Name another file, or remove this one and run with --update.`,
    },
    {
      flags: ['--snapshot', merged],
      says: `${merged}: it is not a snapshot. Rewrite it with --update.`,
    },
    { flags: ['--update'], says: '--update has nothing to write: name a file with --snapshot or --expect.' },
    ...(isRoot ? [] : [{ flags: ['--html', join(closed, 'x.html')], says: `${closed} is not writable` }]),
  ])('$flags', async ({ flags, says }) => {
    const { code, stdout, stderr } = await smoke(flags, ['-e', "console.log('RAN')"]);

    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toContain(`otel-run: ${says}`);
    expect(stderr).not.toMatch(/RAN|ENOENT|EISDIR|EACCES|\bat /);
  });

  it('says everything that is wrong at once', async () => {
    const { stderr } = await smoke(['--html', '/no/dir/x', '--expect', 'nope.yaml'], ['-e', '0']);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});

describe('otel-run smoke at a terminal', () => {
  it('shows the headline, what fails, targets, codes and records; what holds in one line', async () => {
    const flags = ['--request', '/call', '--request', '/503', '--expect', 'smoke-answers.yaml'];
    const { code, stdout } = await smoke(flags, ['smoke-answers.cjs']);

    expect(code).toBe(1);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^2 requests · 1 error · slowest GET \d/);
    expect(stdout).toMatch(/^ {6}GET {2}204 · 127\.0\.0\.1:\d+\/204 /m);
    expect(stdout).toMatch(/^ {4}GET {2}503 /m);
    expect(stdout).toMatch(/^records outside of traces\n {4}info {2}starting$/m);
    expect(stdout).toMatch(/^ {2}✗ requests-answered/m);
    expect(stdout).toMatch(/^ {2}✓ \d+ passed$/m);
    expect(stdout).not.toMatch(/service-name|token|secret/);
    expect(stdout).toMatch(/ {10}name +"GET" +"GET"\n {8}✗ kind +"producer" +"server"/);
    expect(stdout).toMatch(/smoke: 2 checks failed\n$/);
  });

  it('writes what is missing with --update, and holds from then on', async () => {
    const [expectations, snapshot] = [join(folder, 'written.yaml'), join(folder, 'snapshot.yaml')];
    const files = ['--expect', expectations, '--snapshot', snapshot];
    const requests = ['--request', '/call', '--request', '/404 => 404'];
    const first = await smokeJson([...files, '--update', ...requests], ['smoke-answers.cjs']);
    expect(first).toMatchObject({ code: 0, failed: [] });
    expect(readFileSync(expectations, 'utf8')).toContain('http.response.status_code: 404');

    const markdown = join(folder, 'summary.md');
    writeFileSync(markdown, 'before\n');
    const second = await smokeJson([...files, ...requests], ['smoke-answers.cjs']);
    expect(second.failed).toEqual([]);
    expect(second.check('expectations').status).toBe('pass');

    writeFileSync(snapshot, `<<<<<<< ours\n${readFileSync(snapshot, 'utf8')}=======\n>>>>>>> theirs\n`);
    const anew = await smokeJson([...files, '--update', ...requests], ['smoke-answers.cjs']);
    expect({ failed: anew.failed, stderr: anew.stderr }).toMatchObject({ failed: [] });
    expect(anew.stderr).toContain(
      `${expectations} was not written: it already exists; delete it to write a new one`,
    );
    expect(readFileSync(snapshot, 'utf8')).not.toContain('<<<');

    const third = await smokeJson(
      [...files, '--markdown', markdown, '--request', '/call'],
      ['smoke-varying.cjs'],
    );
    expect(third.failed).toEqual(expect.arrayContaining(['expectations', 'snapshot']));
    const text = readFileSync(markdown, 'utf8');
    expect(text).toMatch(/^before\n### ❌ Telemetry of orders\n\n\*\*1 request · 0 errors · slowest GET/);
    expect(text).toMatch(/❌ `snapshot`/);
    expect(text).toMatch(/```diff\norders · records\n[+-] info: inner # at #\n/);
  });

  it('says which files --update has written, and writes none from a run that failed', async () => {
    const [expectations, snapshot] = [join(folder, 'of-crash.yaml'), join(folder, 'crash-snapshot.yaml')];
    const files = ['--expect', expectations, '--snapshot', snapshot, '--update', '--request'];
    const failed = await smoke([...files, '/200'], ['-e', 'process.exit(3)']);
    expect(failed.code).toBe(1);
    for (const file of [expectations, snapshot]) {
      expect(failed.stderr).toContain(`otel-run smoke: ${file} was not written: command-exit failed\n`);
      expect(existsSync(file)).toBe(false);
    }

    const misspelt = await smoke([...files, '/404'], ['smoke-answers.cjs']);
    expect(misspelt.code).toBe(0);
    for (const file of [expectations, snapshot]) {
      expect(misspelt.stderr).toContain(`${file} was not written: requests-answered has a warning\n`);
      expect(existsSync(file)).toBe(false);
    }

    const passed = await smoke([...files, '/200'], ['smoke-answers.cjs']);
    expect(passed.code).toBe(0);
    for (const file of [expectations, snapshot]) {
      expect(passed.stderr).toContain(`otel-run smoke: ${file} was written\n`);
      expect(existsSync(file)).toBe(true);
    }
  });

  it('has the time of the run in JUnit', async () => {
    const file = join(folder, 'junit.xml');
    await smoke(['--junit', file, '--request', '/'], ['smoke-answers.cjs']);
    const times = [...readFileSync(file, 'utf8').matchAll(/time="([\d.]+)"/g)].map(([, time]) =>
      Number(time),
    );
    expect(times[0]).toBeGreaterThan(0.1);
    expect(times.slice(2).reduce((sum, time) => sum + time, 0)).toBeCloseTo(times[0] ?? 0, 1);
    expect(existsSync(file)).toBe(true);
  });
});
