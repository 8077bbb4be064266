import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FindingsAnswer } from '../../src/view/model/findings.ts';
import type { LogsAnswer } from '../../src/view/model/logs.ts';
import type { ProcessesAnswer } from '../../src/view/model/processes.ts';
import type { ServicesAnswer } from '../../src/view/model/services.ts';
import type { SmokeTestAnswer } from '../../src/view/model/smoke-test.ts';
import type { StatusAnswer } from '../../src/view/model/status.ts';
import type { TraceAnswer, TracesAnswer } from '../../src/view/model/traces.ts';
import { nodes } from '../helpers/nodes.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';
import { fetchText, portOf, startView, viewEnvironment } from '../helpers/view.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quietly = ['--port', '0'];

const env = viewEnvironment(folder);

/** Where telemetry of this machine would go otherwise: nobody is there. */
const PRODUCTION = {
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:9/v1/traces',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer production',
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_TRACES_SAMPLER: 'always_off',
  OTEL_SDK_DISABLED: 'true',
  OTEL_BSP_SCHEDULE_DELAY: '600000',
  OTEL_CONFIG_FILE: '/no/such/file.yaml',
};

for (const node of nodes()) {
  describe(`otel-run view, Node.js ${node.version}`, { concurrent: true }, () => {
    it('shows requests, records, processes and findings of a command without a name or any setting', async () => {
      const argv = [...quietly, '--', node.path, 'serve-seeded.cjs'];
      const view = await startView(argv, { env, node: node.path });
      const port = await portOf(view);
      const asked = Date.now();
      for (const path of ['/users/7', '/slow', '/broken', '/secret'])
        await fetchText(`http://127.0.0.1:${port}${path}`);

      const { traces } = await view.until<TracesAnswer>('api/traces', answer => answer.traces.length === 4);
      expect(Date.now() - asked).toBeLessThan(20_000);
      expect(
        traces.map(({ name, statusCode, service, complete }) => [name, statusCode, service, complete]),
      ).toEqual([
        ['GET /secret', 200, 'otel-run', true],
        ['GET /broken', 500, 'otel-run', true],
        ['GET /slow', 200, 'otel-run', true],
        ['GET /users/:id', 200, 'otel-run', true],
      ]);

      const codes = ['error', 'n-plus-one', 'no-secrets'];
      const { findings } = await view.until<FindingsAnswer>('api/findings', answer =>
        codes.every(code => answer.findings.some(finding => finding.code === code)),
      );
      const byCode = new Map(findings.map(finding => [finding.code, finding]));
      expect(byCode.get('error')).toMatchObject({
        title: "TypeError: Cannot read properties of undefined (reading 'price') in GET /broken",
        source: expect.stringMatching(/^serve-seeded\.cjs:15:\d+$/),
        exception: { excerpt: expect.arrayContaining([{ line: 15, text: expect.any(String), at: true }]) },
      });
      expect(byCode.get('n-plus-one')?.title).toMatch(
        /^8 calls of GET \/price\/:id, one after the other, in GET \/slow: [\d.]+ of [\d.]+ ms$/,
      );
      expect(byCode.get('no-secrets')?.title).toContain('a card number');
      expect(JSON.stringify(findings)).not.toContain('4111 1111');

      const slow = await view.get<TraceAnswer>(`api/traces/${traces[2]?.traceId}`);
      expect(slow.spans).toHaveLength(17);
      expect(slow.spans.slice(0, 3).map(({ depth, kind }) => [depth, kind])).toEqual([
        [0, 'server'],
        [1, 'client'],
        [2, 'server'],
      ]);
      expect(slow.spans[1]?.target).toBe(`127.0.0.1:${port}/price/1`);
      expect(slow.logs.map(({ message, severity }) => [message, severity])).toEqual([
        ['prices were asked for', 'INFO'],
      ]);

      const { logs } = await view.get<LogsAnswer>('api/logs?text=a+user+was');
      expect(logs).toMatchObject([
        { message: 'a user was asked for', attributes: { user: '7' }, scope: { name: 'pino' } },
      ]);
      expect(JSON.stringify(await view.get('api/logs'))).not.toContain('4111 1111');

      const short = await fetchText(`${view.url}t/${slow.traceId.slice(0, 8)}`);
      expect([short.status, short.headers.location]).toEqual([302, `/#/trace/${slow.traceId}`]);

      const { processes } = await view.get<ProcessesAnswer>('api/processes');
      const main = processes.filter(({ threadId }) => threadId === 0);
      expect(main).toMatchObject([
        {
          title: expect.stringContaining('serve-seeded.cjs'),
          decision: 'initialized',
          service: 'otel-run',
          running: true,
        },
      ]);
      const { services } = await view.get<ServicesAnswer>('api/services');
      expect(services).toMatchObject([{ name: 'otel-run', requestCount: 4, errorCount: 1 }]);

      const { stdout, stderr, signal } = await view.stop();
      expect(signal).toBe('SIGTERM');
      expect(stdout).toContain('"user":"7","msg":"a user was asked for"}\n');
      expect(stdout).not.toMatch(/trace_id|otel-run/);
      expect(stderr.replaceAll(/^otel-run view: http:\S+\n/g, '')).toMatch(/^TypeError: Cannot read/);
    });

    it('uses no endpoint, header, exporter or sampler of the environment, of env files or of the command', async () => {
      const file = join(folder, `production-${node.version}.env`);
      const lines = Object.entries(PRODUCTION).map(([name, value]) => `${name}=${value}\n`);
      writeFileSync(file, lines.join(''));
      const own = Object.entries(PRODUCTION).map(([name, value]) => `${name}='${value}'`);
      const command = `exec env ${own.join(' ')} "${node.path}" --env-file="${file}" serve-seeded.cjs`;
      const argv = [...quietly, '-s', 'shielded', '-e', file, '--', 'sh', '-c', command];
      const view = await startView(argv, { env: { ...env, ...PRODUCTION }, node: node.path });
      await fetchText(`http://127.0.0.1:${await portOf(view)}/users/7`);
      await view.until<TracesAnswer>('api/traces?service=shielded', ({ matched }) => matched === 1);
      await view.until<LogsAnswer>(
        'api/logs?service=shielded&text=a+user+was',
        ({ matched }) => matched === 1,
      );
      await view.stop();
    });
  });
}

describe('otel-run view', { concurrent: true }, () => {
  it('shows two commands on one page, and goes on when the first one ends', async () => {
    const own = mkdtempSync(join(folder, 'joined-'));
    const options = { env: viewEnvironment(own) };
    const first = await startView(
      ['--port', '15319', '-s', 'first', '--', process.execPath, 'serve-seeded.cjs'],
      options,
    );
    const second = await startView(
      ['--port', '15319', '-s', 'second', '--', process.execPath, 'serve-seeded.cjs'],
      options,
    );
    expect(second.url).toBe(first.url);
    const port = await portOf(second);
    await fetchText(`http://127.0.0.1:${await portOf(first)}/users/1`);
    await fetchText(`http://127.0.0.1:${port}/users/2`);
    await first.until<ServicesAnswer>('api/services', ({ services }) =>
      ['first', 'second'].every(name =>
        services.some(service => service.name === name && service.requestCount === 1),
      ),
    );
    await first.until<ProcessesAnswer>('api/processes', ({ processes }) =>
      ['first', 'second'].every(name => processes.some(({ service }) => service === name)),
    );

    await first.stop();
    await second.running.saidOnStderr(`${second.url}\notel-run view: ${first.url}\n`);
    await fetchText(`http://127.0.0.1:${port}/users/3`);
    const { traces } = await second.until<TracesAnswer>('api/traces', ({ matched }) => matched === 2);
    expect(traces.map(({ service }) => service)).toEqual(['second', 'second']);
    await second.stop();
  });

  it('says which port is taken, and starts no command then', async () => {
    const own = mkdtempSync(join(folder, 'taken-'));
    const first = await startView([...quietly, '--', process.execPath, 'serve-seeded.cjs'], { env });
    const { port } = new URL(first.url);
    // Another user's view: this one may not know that it is one.
    const second = startView(['--port', port, '--', 'touch', join(own, 'started')], {
      env: viewEnvironment(own),
    });
    await expect(second).rejects.toThrow(`otel-run: port ${port} of 127.0.0.1 is in use`);
    expect(existsSync(join(own, 'started'))).toBe(false);
    await first.stop();
  });

  it('writes what it holds into one file at the end', async () => {
    const file = join(folder, 'saved.html');
    const view = await startView([...quietly, '--save', file, '--', process.execPath, 'serve-seeded.cjs'], {
      env,
    });
    await fetchText(
      `http://127.0.0.1:${await portOf(view)}/users/%3C%2Fscript%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E`,
    );
    await view.until<TracesAnswer>('api/traces', ({ matched }) => matched === 1);
    await view.stop();
    const [, data = ''] =
      /<script id="otel-run-data" type="application\/json">(.*?)<\/script>/s.exec(
        readFileSync(file, 'utf8'),
      ) ?? [];
    expect(JSON.parse(data)).toMatchObject({ format: 1, smoke: null, traces: [{ name: 'GET /users/:id' }] });
  });

  it('starts nothing where it cannot write that file', async () => {
    const file = join(folder, 'no-folder', 'saved.html');
    const view = startView([...quietly, '--save', file, '--', 'touch', join(folder, 'started-for-no-file')], {
      env,
    });

    await expect(view).rejects.toThrow(`--save ${file}: there is no folder ${join(folder, 'no-folder')}.`);
    expect(existsSync(join(folder, 'started-for-no-file'))).toBe(false);
  });

  it('sends changes as they happen, and goes on where a page left off', async () => {
    const view = await startView([...quietly, '--', process.execPath, 'serve-seeded.cjs'], { env });
    const port = await portOf(view);
    const page = await listen(view.url);
    await fetchText(`http://127.0.0.1:${port}/users/1`);
    await page.until(text => /"name":"GET \/users\/:id"/.test(text));
    const lastEventId = page.lastId();
    page.close();
    await fetchText(`http://127.0.0.1:${port}/broken`);
    await view.until<TracesAnswer>('api/traces', ({ matched }) => matched === 2);
    const again = await listen(view.url, lastEventId);
    await again.until(text => /"resumed":true/.test(text) && /"name":"GET \/broken"/.test(text));
    expect(again.text()).not.toContain('"traceId":"","name":"GET /users/:id"');
    again.close();
    const other = await listen(view.url, 'another-1');
    await other.until(text => /"resumed":false/.test(text));
    other.close();
    await view.stop();
  });

  it('saves requests as a smoke test that passes', async () => {
    const cwd = mkdtempSync(join(folder, 'smoke-'));
    const app = new URL('../fixtures/apps/serve-seeded.cjs', import.meta.url).pathname;
    writeFileSync(join(cwd, 'package.json'), '{ "name": "shop" }');
    const view = await startView([...quietly, '--', process.execPath, app], { cwd, env });
    const port = await portOf(view);
    for (const path of ['/users/7', '/slow', '/broken', '/nowhere'])
      await fetchText(`http://127.0.0.1:${port}${path}`);
    const { traces } = await view.until<TracesAnswer>('api/traces', ({ matched }) => matched === 4);
    const chosen = traces.map(({ traceId }) => `traceId=${traceId}`).join('&');
    const saved = await view.get<SmokeTestAnswer>(`api/smoke-test?${chosen}`);
    await view.stop();
    expect(saved.requests).toEqual([
      'GET /nowhere => 404',
      'GET /broken => 500',
      'GET /slow',
      'GET /users/7',
    ]);
    writeFileSync(join(cwd, saved.fileName), saved.expectations);
    const line = saved.commandLine.replace(/^otel-run/, `"${process.execPath}" "${OTEL_RUN}"`);
    const { code, stdout } = await run(['sh', '-c', line], { cwd, env });
    expect([code, stdout]).toEqual([0, expect.stringContaining('GET /users/:id')]);
  });

  it('ends as the command does, with the status of its end', async () => {
    const view = await startView(
      [...quietly, '--', process.execPath, '-e', 'setTimeout(() => process.exit(7), 500)'],
      { env },
    );
    const status = await view.get<StatusAnswer>('api/status');
    expect(status.commands).toMatchObject([{ service: 'otel-run', ended: null }]);
    expect(await view.running.ended).toMatchObject({ code: 7, signal: null, stdout: '' });
  });
});

/** A stream of events, as a page reads it. */
async function listen(url: string, lastEventId?: string) {
  const abort = new AbortController();
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(`${url}api/events`, { headers, signal: abort.signal });
  let text = '';
  void (async () => {
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>)
      text += Buffer.from(part).toString();
  })().catch(() => {});
  return {
    text: () => text,
    lastId: () => [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '',
    close: () => abort.abort(),
    async until(isTrue: (seen: string) => boolean) {
      const deadline = Date.now() + 60_000;
      while (!isTrue(text)) {
        if (Date.now() > deadline) throw new Error(`not in time: ${text.slice(-2000)}`);
        await new Promise(resolve => setTimeout(resolve, 30));
      }
    },
  };
}
