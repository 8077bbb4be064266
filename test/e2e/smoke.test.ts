import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/checks.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { type RunOptions, run, start } from '../helpers/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'smoke-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NODE = process.execPath;

/** A busy machine may take longer to deliver than an exit waits by default. */
const PATIENCE = { OTEL_RUN_FLUSH_TIMEOUT: '10000' };

function argv(flags: readonly string[], command: readonly string[]): string[] {
  return [NODE, OTEL_RUN, 'smoke', '-s', 'orders', '--timeout', '15', ...flags, '--', ...command];
}

async function smokeJson(flags: readonly string[], command: readonly string[], options?: RunOptions) {
  const env = { ...PATIENCE, ...options?.env };
  const { code, stdout, stderr } = await run(argv(['--json', ...flags], command), { ...options, env });
  return { code, stderr, report: stdout === '' ? undefined : JSON.parse(stdout) };
}

interface Check {
  readonly id: string;
  readonly status: string;
  readonly message: string;
  readonly evidence: readonly { readonly text: string }[];
}

const failures = (report: { checks: readonly Check[] }) =>
  report.checks.filter(({ status }) => status === 'fail').map(({ id }) => id);

const evidenceOf = (report: { checks: readonly Check[] }, id: string) =>
  report.checks
    .find(check => check.id === id)
    ?.evidence.map(({ text }) => text)
    .join('\n');

const REQUEST = ['--request', 'GET /orders/7'];

describe.concurrent('otel-run smoke: the processes of a command', () => {
  const cases = [
    { name: 'an ES module', command: [NODE, 'serve-orders.mjs'], initialized: 1, skipped: /^$/ },
    { name: 'a cluster', command: [NODE, 'serve-orders-clustered.cjs'], initialized: 3, skipped: /^$/ },
    { name: 'a forked server', command: [NODE, 'serve-orders-forked.cjs'], initialized: 2, skipped: /^$/ },
    {
      name: 'a server started by npm',
      command: ['npm', '--prefix', 'npm-serve', 'start'],
      initialized: 1,
      skipped: /a package manager runs the work in a child/,
    },
  ];
  for (const { name, command, initialized, skipped } of cases) {
    it(`finds where work runs in ${name}, and passes`, async () => {
      const { code, report } = await smokeJson(REQUEST, command);

      expect(failures(report)).toEqual([]);
      expect(code).toBe(0);
      const mains = report.processes.filter(({ threadId }: { threadId: number }) => threadId === 0);
      const of = (decision: string) =>
        mains.filter((entry: { decision: string }) => entry.decision === decision);
      expect(of('initialized')).toHaveLength(initialized);
      expect(
        of('skipped')
          .map(({ reason }: { reason: string }) => reason)
          .join(),
      ).toMatch(skipped);
      const instances = of('initialized').map(({ instanceId }: { instanceId: string }) => instanceId);
      expect(new Set(instances).size).toBe(initialized);
    });
  }
});

describe.concurrent('otel-run smoke --json', () => {
  it('prints the report alone on stdout, in the shape that is promised', async () => {
    const { stdout, stderr } = await run(argv(['--json', ...REQUEST], [NODE, 'serve-orders.mjs']), {
      env: PATIENCE,
    });

    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      command: [NODE, 'serve-orders.mjs'],
      exit: { code: 0, signal: null, flushMs: expect.any(Number) },
      requests: [
        {
          method: 'GET',
          url: expect.stringMatching(/\/orders\/7$/),
          status: 200,
          error: null,
          durationMs: expect.any(Number),
        },
      ],
      processes: expect.arrayContaining([
        {
          pid: expect.any(Number),
          ppid: expect.any(Number),
          threadId: 0,
          argv: [NODE, expect.stringContaining('serve-orders.mjs')],
          decision: 'initialized',
          reason: null,
          instanceId: expect.stringMatching(/^[\da-f-]{36}$/),
        },
      ]),
      telemetry: { spans: expect.any(Number), logs: 1, metricPoints: 0 },
      checks: CHECKS.map(({ id, severity }) => ({
        ...{ id, severity },
        status: expect.stringMatching(/^(pass|skip)$/),
        message: expect.any(String),
        evidence: expect.any(Array),
      })),
      score: { value: expect.any(Number), category: 'Excellent', complete: false, rules: expect.any(Array) },
      cost: {
        ...{ per: 'request', requests: 1, series: 0, savings: [] },
        perRequest: {
          ...{ spans: 1, logs: 1 },
          bytes: { traces: expect.any(Number), logs: expect.any(Number), metrics: 0 },
        },
        byRoute: [expect.objectContaining({ requests: 1, spans: 1, logs: 1 })],
        outside: { spans: 0, logs: 0, bytes: { traces: 0, logs: 0 } },
      },
    });
    expect(stderr).toContain('"msg":"order was asked for"');
  });
});

describe.concurrent('otel-run smoke: how a command ends', () => {
  it('passes where the signal that stops it kills it', async () => {
    const { code, report } = await smokeJson(
      [...REQUEST, '--stop-signal', 'SIGINT'],
      [NODE, 'serve-orders.mjs'],
    );

    expect(failures(report)).toEqual([]);
    expect({ code, exit: report.exit }).toMatchObject({ code: 0, exit: { code: null, signal: 'SIGINT' } });
  });

  it('kills what goes on after the signal, and fails', async () => {
    const flags = [...REQUEST, '--timeout', '10'];
    const { code, report } = await smokeJson(flags, [NODE, 'deaf-server.cjs'], {
      // So that nothing is sent before it is killed.
      env: { OTEL_BSP_SCHEDULE_DELAY: '60000' },
    });

    expect(code).toBe(1);
    expect(failures(report)).toEqual(['command-exit', 'telemetry-received', 'delivered-at-exit']);
    expect(evidenceOf(report, 'command-exit')).toMatch(/it kept running after SIGTERM and had to be killed/);
  });

  it('says what the command wrote last where it dies before it is ready', async () => {
    const app = "console.error('no database'); process.exit(2)";
    const { code, report } = await smokeJson(REQUEST, [NODE, '-e', app]);

    expect(code).toBe(1);
    expect(failures(report)).toContain('command-exit');
    expect(evidenceOf(report, 'requests-answered')).toMatch(
      /it ended before it was ready \(exit code 2\); its last output: no database/,
    );
  });

  it('says why a server may end without an error', async () => {
    const { code, report } = await smokeJson(REQUEST, [NODE, '-e', "console.log('listening')"]);

    expect(code).toBe(1);
    expect(evidenceOf(report, 'requests-answered')).toMatch(
      /it ended before it was ready \(exit code 0\): it starts no server, or its port is in use .*; its last output: listening/,
    );
  });

  it('says what it waited for where the command is never ready', async () => {
    const command = [NODE, '-e', 'setInterval(() => {}, 1000)'];
    const { code, report } = await smokeJson(
      ['--request', 'GET http://127.0.0.1:9/', '--timeout', '1'],
      command,
    );

    expect(code).toBe(1);
    expect(evidenceOf(report, 'requests-answered')).toMatch(/it never listened on port 9/);
  });

  it('stops and still reports when it is interrupted', async () => {
    const smoke = start(
      argv(
        ['--json', '--wait-for', 'http://127.0.0.1:9/'],
        [NODE, '-e', "console.log('UP'); setInterval(() => {}, 1000)"],
      ),
    );
    await expect
      .poll(() => smoke.child.exitCode === null && hasChild(smoke.child.pid), { timeout: 10_000 })
      .toBe(true);
    smoke.child.kill('SIGINT');
    const { code, stdout } = await smoke.ended;

    expect(code).toBe(1);
    expect(evidenceOf(JSON.parse(stdout), 'requests-answered')).toMatch(/it was interrupted/);
  });

  for (const { name, command, code } of [
    { name: 'is not found', command: ['no-such-command'], code: 127 },
    { name: 'cannot be executed', command: ['./npm-serve/package.json'], code: 126 },
  ]) {
    it(`exits ${code} where the command ${name}`, async () => {
      const outcome = await run(argv([], command));

      expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code, stdout: '' });
      expect(outcome.stderr).toMatch(/^otel-run: /);
    });
  }
});

/** Whether a process has a child. */
function hasChild(pid: number | undefined): boolean {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8') !== '';
}

describe.concurrent('otel-run smoke: where telemetry goes', () => {
  it('uses no endpoint, header, certificate or development mode of the environment', async () => {
    const env = {
      NODE_ENV: 'test',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp.example.com',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic secret',
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such/file.pem',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc',
    };
    const app = 'console.log(JSON.stringify(process.env))';
    const { report, stderr } = await smokeJson(['--allow', 'telemetry-received'], [NODE, '-e', app], { env });

    expect(report.ok).toBe(true);
    const seen = JSON.parse(stderr);
    const names = Object.keys(seen).filter(
      name => /^OTEL_EXPORTER_OTLP_/.test(name) && !/ENDPOINT|PROTOCOL/.test(name),
    );
    expect(names).toEqual([]);
    expect(seen).toMatchObject({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1\/traces$/),
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      OTEL_RUN_DEVELOPMENT: 'false',
    });
  });

  for (const protocol of ['http/protobuf', 'http/json', 'grpc']) {
    it(`receives traces, logs and metrics by ${protocol}`, async () => {
      const env = { OTEL_EXPORTER_OTLP_PROTOCOL: protocol, OTEL_METRICS_EXPORTER: 'otlp' };
      const { code, report } = await smokeJson(REQUEST, [NODE, 'serve-orders.mjs'], { env });

      expect(failures(report)).toEqual([]);
      expect({ code, telemetry: report.telemetry }).toEqual({
        code: 0,
        telemetry: { spans: 1, logs: 1, metricPoints: expect.any(Number) },
      });
      expect(report.telemetry.metricPoints).toBeGreaterThan(0);
    });
  }

  it('refuses an invalid configuration with 125, before anything runs', async () => {
    const env = { OTEL_TRACES_EXPORTER: 'zipkni' };
    const { code, stdout, stderr } = await run(argv([], [NODE, '-e', "console.log('RAN')"]), { env });

    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toMatch(/zipkni/);
    expect(stderr).not.toContain('RAN');
  });

  it('receives what a configuration file exports, and nobody else does', async () => {
    const env = { OTEL_CONFIG_FILE: 'configuration-to-production.yaml' };
    const { code, report } = await smokeJson(REQUEST, [NODE, 'serve-orders.mjs'], { env });

    expect(failures(report)).toEqual([]);
    expect({ code, telemetry: report.telemetry }).toEqual({
      code: 0,
      telemetry: { spans: 1, logs: 1, metricPoints: 0 },
    });
  });

  it('gives the command a copy of the configuration file without secrets', async () => {
    const env = { OTEL_CONFIG_FILE: 'configuration-to-production.yaml' };
    const app = 'process.stdout.write(require("fs").readFileSync(process.env.OTEL_CONFIG_FILE))';
    const { stderr } = await run(argv(['--json'], [NODE, '-e', app]), { env });

    expect(stderr).toMatch(/endpoint: http:\/\/127\.0\.0\.1:\d+\/v1\/traces/);
    expect(stderr).toMatch(/endpoint: http:\/\/127\.0\.0\.1:\d+\/v1\/logs/);
    expect(stderr).not.toMatch(/example\.com|SECRET_HEADERS|gzip/);
  });

  it('hands its standard input to the command', async () => {
    const app = "process.stdin.on('data', text => console.log('GOT ' + text))";
    const flags = ['--only', 'command-exit'];
    const { code, stderr } = await run(argv(flags, [NODE, '-e', app]), { input: 'orders' });

    expect({ code, stderr }).toEqual({ code: 0, stderr: 'GOT orders\n' });
  });
});

describe.concurrent('otel-run smoke: files', () => {
  it('writes JUnit XML and HTML, with nothing in them that was not escaped', async () => {
    const [junit, html] = [join(folder, 'report.xml'), join(folder, 'report.html')];
    const app =
      "require('@opentelemetry/api').trace.getTracer('t').startSpan('<script>alert(1)</script> 12345').end()";
    const { code } = await run(argv(['--junit', junit, '--html', html], [NODE, '-e', app]));

    expect(code).toBe(1);
    expect(readFileSync(junit, 'utf8')).toMatch(
      /<failure type="span-names-low-cardinality" message="[^"<]+">[^<]*&lt;script&gt;/,
    );
    const page = readFileSync(html, 'utf8');
    expect(page).toContain('\\u003cscript>alert(1)\\u003c/script> 12345');
    expect(page.match(/<script[^>]*>/g)).toEqual([
      '<script id="otel-run-data" type="application/json">',
      '<script>',
    ]);
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:)/);
  });

  it('refuses an expectations file with all its errors, at line and column, before anything runs', async () => {
    const file = join(folder, 'expectations.yaml');
    writeFileSync(file, 'spans:\n  - nmae: GET\n  - kind: sever\nlogs: 3\n');
    const { code, stderr } = await run(argv(['--expect', file], [NODE, '-e', "console.log('RAN')"]));

    expect(code).toBe(125);
    expect(stderr.replaceAll(file, 'F')).toBe(
      [
        'otel-run: F:2:5: an entry of spans has no "nmae", did you mean "name"?',
        'F:3:11: kind must be one of internal, server, client, producer, consumer',
        'F:4:7: logs must be a list\n',
      ].join('\n'),
    );
  });
});

describe('otel-run smoke: usage', () => {
  const wrong = [
    { flags: ['--request', 'GET orders'], says: /write "<METHOD> <url> \[body\]"/ },
    { flags: ['--budget', 'trace=3kB'], says: /did you mean traces\?/ },
    { flags: ['--rate', 'often'], says: /as in 50\/s/ },
    { flags: ['--timeout', 'soon'], says: /number of seconds above 0/ },
    { flags: ['--stop-signal', 'SIGNOPE'], says: /name of a signal/ },
    { flags: ['--only', 'no-secret'], says: /Did you mean no-secrets\?/ },
    { flags: ['--wait-for', 'localhost'], says: /starts with http:\/\// },
  ];
  it.each(wrong)('refuses $flags with 125', async ({ flags, says }) => {
    const { code, stderr } = await run(argv(flags, [NODE, '-e', '0']));

    expect(code).toBe(125);
    expect(stderr).toMatch(says);
  });

  it('names every check in its help', async () => {
    const { code, stdout } = await run([NODE, OTEL_RUN, 'smoke', '--help']);

    expect(code).toBe(0);
    for (const { id } of CHECKS) expect(stdout).toContain(id);
  });
});
