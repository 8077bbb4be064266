import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import type { FindingsAnswer } from '../../src/view/model/findings.ts';
import type { MetricsAnswer } from '../../src/view/model/metrics.ts';
import type { TracesAnswer } from '../../src/view/model/traces.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { cleanEnvironment } from '../helpers/processes.ts';
import { fetchText, portOf, type RunningView, startView, viewEnvironment } from '../helpers/view.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder of leases for each test: `otel-run mcp` asks any view that it finds there. */
const ownEnvironment = () => viewEnvironment(mkdtempSync(join(folder, 'leases-')));

const schema = JSON.parse(readFileSync(new URL('../../schemas/view.schema.json', import.meta.url), 'utf8'));

/** A view of a server with an N+1 and an error in it, which have happened. */
async function seededView(env = ownEnvironment()): Promise<RunningView> {
  const argv = ['--port', '0', '-s', 'shop', '--', process.execPath, 'serve-seeded.cjs'];
  const view = await startView(argv, { env });
  const port = await portOf(view);
  for (const path of ['/slow', '/broken', '/users/7', '/secret'])
    await fetchText(`http://127.0.0.1:${port}${path}`);
  await view.until<FindingsAnswer>('api/findings', ({ findings }) =>
    ['error', 'n-plus-one', 'no-secrets'].every(code => findings.some(finding => finding.code === code)),
  );
  return view;
}

describe('an agent', { concurrent: true }, () => {
  const TRANSPORTS: {
    title: string;
    connect: (view: RunningView, env: Record<string, string>) => Transport;
  }[] = [
    {
      title: 'over HTTP',
      connect: view => new StreamableHTTPClientTransport(new URL(`${view.url}mcp`)) as Transport,
    },
    {
      title: 'over stdio',
      connect: (_, env) =>
        new StdioClientTransport({
          command: process.execPath,
          args: [OTEL_RUN, 'mcp'],
          env: { ...cleanEnvironment(), ...env },
        }),
    },
  ];
  for (const { title, connect } of TRANSPORTS) {
    it(`finds the N+1 and the error by the tools alone, ${title}`, async () => {
      const env = ownEnvironment();
      const view = await seededView(env);
      const client = new Client({ name: 'test', version: '1' });
      await client.connect(connect(view, env));
      const ask = async (name: string, parameters: Record<string, unknown> = {}) => {
        const result = await client.callTool({ name, arguments: parameters });
        const [content] = result.content as { text: string }[];
        expect(content?.text.length).toBeLessThan(30_000);
        return result.isError ? { failed: content?.text } : JSON.parse(content?.text ?? '');
      };
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual([
        ...['list_services', 'search_traces', 'get_trace', 'search_logs', 'list_metrics', 'list_findings'],
      ]);
      expect(await ask('list_services')).toMatchObject({ services: [{ name: 'shop', errorCount: 1 }] });

      const { findings } = await ask('list_findings');
      const repeated = findings.find(({ code }: { code: string }) => code === 'n-plus-one');
      expect(repeated.title).toContain('8 calls of GET /price/:id, one after the other, in GET /slow');
      const slow = await ask('get_trace', { traceId: repeated.traceId });
      expect(slow.spans.filter(({ kind }: { kind: string }) => kind === 'client')).toHaveLength(8);
      expect(slow.logs).toMatchObject([{ message: 'prices were asked for' }]);

      const { traces } = await ask('search_traces', { error: true });
      expect(traces).toMatchObject([{ name: 'GET /broken', statusCode: 500 }]);
      const broken = await ask('get_trace', { traceId: traces[0].traceId });
      expect(broken.spans[0].exception).toMatchObject({
        type: 'TypeError',
        source: expect.stringMatching(/^serve-seeded\.cjs:15:\d+$/),
        code: expect.stringContaining('> 15   response.json(order.price);'),
      });
      expect(
        await ask('get_trace', { traceId: traces[0].traceId, spanId: broken.spans[0].spanId }),
      ).toMatchObject({
        attributes: { 'http.route': '/broken' },
      });
      expect(await ask('search_logs', { text: 'a user was', severity: 'info' })).toMatchObject({
        matched: 1,
      });
      expect((await ask('list_metrics')).metrics).toBeDefined();

      expect(await ask('search_traces', { minDurationMs: 'long' })).toEqual({
        failed: 'minDurationMs is "long"; write a number of at least 0',
      });
      expect(await ask('get_trace', { traceId: 'f'.repeat(32) })).toEqual({
        failed: expect.stringContaining('search_traces'),
      });
      expect(await ask('no_such_tool')).toEqual({
        failed: expect.stringContaining('The tools are list_services'),
      });
      await client.close();
      await view.stop();
    });
  }

  it('is told how to start a view where none runs', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const none = viewEnvironment(join(folder, 'none'));
    const args = [OTEL_RUN, 'mcp'];
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args, env: { ...cleanEnvironment(), ...none } }),
    );
    expect(await client.callTool({ name: 'list_findings', arguments: {} })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('otel-run view -- <command') }],
    });
    await client.close();
  });
});

describe('schemas/view.schema.json', () => {
  it('describes every answer of the API, and every event', async () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    ajv.addSchema(schema);
    const view = await seededView();
    const { traces } = await view.get<TracesAnswer>('api/traces');
    await view.until<MetricsAnswer>('api/metrics', ({ metrics }) => metrics.length > 0);
    const check = (name: string, answer: unknown) => {
      const validate = ajv.getSchema(`${schema.$id}#/$defs/${name}`);
      expect(validate?.(answer), `${name}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    };
    for (const name of ['status', 'services', 'traces', 'logs', 'metrics', 'processes', 'findings'])
      check(name, await view.get(`api/${name}`));
    for (const { traceId } of traces) check('trace', await view.get(`api/traces/${traceId}`));
    check('smokeTest', await view.get(`api/smoke-test?traceId=${traces[0]?.traceId}`));
    check('problem', await view.get('api/nothing'));

    const response = await fetch(`${view.url}api/events`);
    const events = response.body?.getReader();
    const port = await portOf(view);
    const seen = new Set<string>();
    let text = '';
    while (!['hello', 'traces', 'logs', 'services', 'findings', 'status'].every(part => seen.has(part))) {
      await fetchText(`http://127.0.0.1:${port}/broken`);
      text += Buffer.from((await events?.read())?.value ?? []).toString();
      const whole = text.split('\n\n');
      text = whole.pop() ?? '';
      for (const event of whole) {
        const [, name = '', data = ''] = /^event: (.*)\nid: .*\ndata: (.*)$/.exec(event) ?? [];
        if (name === '') continue;
        check(name, JSON.parse(data));
        for (const part of name === 'hello' ? [name] : Object.keys(JSON.parse(data))) seen.add(part);
      }
    }
    await events?.cancel();
    await view.stop();
  });
});
