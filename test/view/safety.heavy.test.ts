import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FindingsAnswer } from '../../src/view/model/findings.ts';
import type { LogsAnswer } from '../../src/view/model/logs.ts';
import type { StatusAnswer } from '../../src/view/model/status.ts';
import type { TraceAnswer, TracesAnswer } from '../../src/view/model/traces.ts';
import { fetchText } from '../helpers/view.ts';
import { hex, openView, record, span } from './open-view.ts';

const PATHS = ['', 'api/traces', 'api/events', 'api/join?challenge=1', 'mcp', 't/12345678'];

describe('who may ask a view', () => {
  const OTHERS = [
    { title: 'a name of somebody else that leads here', headers: { host: 'evil.example' } },
    { title: 'that name with our port', headers: { host: 'evil.example:PORT' } },
    { title: 'a name that begins as ours', headers: { host: 'localhost.evil.example:PORT' } },
    { title: 'another port', headers: { host: '127.0.0.1:1' } },
    { title: 'no port', headers: { host: 'localhost' } },
    { title: 'another address of this machine', headers: { host: '0.0.0.0:PORT' } },
    { title: 'a page of another origin', headers: { origin: 'http://evil.example' } },
    { title: 'a page of another port', headers: { origin: 'http://localhost:3000' } },
    { title: 'a page by https', headers: { origin: 'https://localhost:PORT' } },
    { title: 'a page without an origin', headers: { origin: 'null' } },
    {
      title: 'an image in a page of another origin',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    },
    {
      title: 'a script in a page of another port',
      headers: { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    },
  ];
  const OWN = [
    { title: 'localhost', headers: { host: 'localhost:PORT' } },
    { title: '127.0.0.1', headers: { host: '127.0.0.1:PORT' } },
    { title: '[::1]', headers: { host: '[::1]:PORT' } },
    { title: 'capital letters', headers: { host: 'LocalHost:PORT' } },
    {
      title: 'the page itself',
      headers: { origin: 'http://localhost:PORT', 'sec-fetch-site': 'same-origin' },
    },
    {
      title: 'a link on another page',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    },
  ];
  const view = openView();
  const asked = async (path: string, headers: Record<string, string>) => {
    const { url } = await view;
    const { port } = new URL(url);
    const own = Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]);
    return fetchText(`${url}${path}`, { headers: Object.fromEntries(own) });
  };

  for (const { title, headers } of OTHERS) {
    it(`refuses ${title}`, async () => {
      for (const path of PATHS) {
        const { status, body } = await asked(path, headers as Record<string, string>);
        expect([path, status, Object.keys(JSON.parse(body))]).toEqual([path, 403, ['error']]);
      }
    });
  }
  for (const { title, headers } of OWN) {
    it(`answers ${title}`, async () => {
      expect((await asked('', headers as Record<string, string>)).status).toBe(200);
    });
  }

  it('lets no other script run in its page, and no other page frame it', async () => {
    const { headers } = await asked('', {});
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src (?:'none'|'sha256-)/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it('takes nothing from a view that does not know its token', async () => {
    const { url } = await view;
    for (const authorization of ['', 'Bearer ', `Bearer ${'0'.repeat(64)}`]) {
      const sent = { method: 'POST', headers: { authorization }, body: '{}' };
      expect((await fetchText(`${url}api/join/command`, sent)).status).toBe(403);
    }
  });

  const QUESTIONS = [
    { path: 'api/traces?limit=x', status: 400, says: 'limit is "x"' },
    { path: 'api/logs?offset=1.5', status: 400, says: 'offset is "1.5"' },
    { path: 'api/traces?error=perhaps', status: 400, says: 'error is "perhaps"; write true or false' },
    { path: 'api/traces?minDurationMs=-1', status: 400, says: 'minDurationMs is "-1"' },
    { path: 'api/smoke-test', status: 400, says: 'traceId is missing' },
    { path: 'api/logs?severity=loud', status: 400, says: 'severity is "loud"' },
    { path: 'api/traces/zz', status: 404, says: 'there is no /api/traces/zz' },
    { path: 'api/traces/00000000000000000000000000000001', status: 404, says: 'there is no' },
    { path: 'api/__proto__', status: 404, says: 'there is no' },
    { path: '/[', status: 404, says: 'there is no //[' },
    { path: '/evil.example/api/traces', status: 404, says: 'there is no //evil.example/api/traces' },
    { path: '%', status: 404, says: 'there is no' },
    { path: 'api/../../etc/passwd', status: 404, says: 'there is no' },
  ];
  for (const { path, status, says } of QUESTIONS) {
    it(`answers ${path} with ${status}`, async () => {
      const answer = await asked(path, {});
      expect([answer.status, JSON.parse(answer.body).error]).toEqual([status, expect.stringContaining(says)]);
    });
  }
});

describe('what a view is sent', () => {
  it('goes on after a body that is not OTLP', async () => {
    const view = await openView();
    const post = async (path: string, type: string, body: string | Uint8Array, encoding?: string) =>
      (
        await fetchText(`${view.receiver.httpUrl}/${path}`, {
          method: 'POST',
          headers: { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) },
          body,
        }).catch(() => ({ status: 0 }))
      ).status;
    const json = 'application/json';
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    expect([
      await post('v1/traces', json, '{"resourceSpans":'),
      await post('v1/traces', json, '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"zz"}]}]}]}'),
      await post('v1/logs', json, '['.repeat(200_000)),
      await post(
        'v1/logs',
        json,
        `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${'{"arrayValue":{"values":['.repeat(5000)}${']}}'.repeat(5000)}}]}]}]}`,
      ),
      await post('v1/traces', 'application/x-protobuf', Buffer.from('not protobuf')),
      await post('v1/traces', json, bomb, 'gzip'),
      await post('v1/traces', 'text/plain', '{}'),
      await post('v2/traces', json, '{}'),
    ]).toEqual([400, 400, 400, expect.any(Number), 400, 413, 415, 404]);
    expect((await view.get<StatusAnswer>('api/status')).refusedRequests).toBeGreaterThanOrEqual(7);
    expect(await view.send('traces', [span({ trace: 1, id: 1 })])).toBe(200);
    expect(await view.get('api/traces')).toMatchObject({ matched: 1 });
  });

  it('keeps names that JavaScript knows, and characters that terminals obey, as data', async () => {
    const view = await openView();
    const odd = { constructor: 'a', toString: 'b', ['__proto__']: 'c', hasOwnProperty: 'd' };
    const named = Object.fromEntries([...Object.entries(odd), ['__proto__', 'c']]);
    await view.send('traces', [
      span({ trace: 1, id: 1, name: '\u001B]0;x\u0007<script>alert(1)</script>', attributes: named }),
    ]);
    await view.send('logs', [record('</script>\u0000\u2028', { trace: 1, attributes: named })]);
    const { body } = await fetchText(`${view.url}api/traces/${hex(1, 32)}`);
    expect(body).toContain('"__proto__":"c"');
    const trace = JSON.parse(body) as TraceAnswer;
    expect(trace.name).toBe('\u001B]0;x\u0007<script>alert(1)</script>');
    expect(Object.entries(trace.spans[0]?.attributes ?? {})).toContainEqual(['__proto__', 'c']);
    expect(trace.logs[0]?.message).toBe('</script>\u0000\u2028');
    expect(await view.get('api/findings')).toBeDefined();
    expect(({} as { c?: unknown }).c).toBeUndefined();
  });

  it('cuts what is huge, and says so', async () => {
    const view = await openView();
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`a${index}`, 'x'.repeat(2000)]),
    );
    await view.send('traces', [
      span({ trace: 1, id: 1, attributes: { huge: 'y'.repeat(1_000_000) } }),
      span({ trace: 1, id: 2, parent: 1, attributes: many }),
      span({ trace: 1, id: 3, parent: 1, attributes: { small: 'z' } }),
    ]);
    const { body } = await fetchText(`${view.url}api/traces/${hex(1, 32)}`);
    expect(body.length).toBeLessThan(200_000);
    expect((JSON.parse(body) as TraceAnswer).spans.map(({ cut }) => cut)).toEqual([true, true, false]);
  });

  it('holds no more spans, records and bytes than it may, and drops the oldest traces', async () => {
    const view = await openView(100);
    for (let trace = 1; trace <= 30; trace++) {
      const spans = Array.from({ length: 10 }, (_, index) => span({ trace, id: index + 1, from: trace }));
      await view.send('traces', spans);
      await view.send(
        'logs',
        Array.from({ length: 10 }, () => record(`record`, { trace })),
      );
    }
    const { held, dropped } = await view.get<StatusAnswer>('api/status');
    expect(held).toEqual({ traces: 10, spans: 100, logs: 100 });
    expect(dropped).toEqual({ traces: 20, spans: 200, logs: 200 });
    const { traces } = await view.get<TracesAnswer>('api/traces');
    expect(traces.map(({ traceId }) => Number.parseInt(traceId, 16))).toEqual([
      30, 29, 28, 27, 26, 25, 24, 23, 22, 21,
    ]);
    // One trace that is larger than everything together.
    for (let part = 0; part < 5; part++)
      await view.send(
        'traces',
        Array.from({ length: 50 }, (_, index) => span({ trace: 99, id: part * 50 + index + 1 })),
      );
    expect((await view.get<StatusAnswer>('api/status')).held).toMatchObject({ traces: 1, spans: 100 });
  });

  it('has nothing left of a trace that it dropped but the number of its findings', async () => {
    const view = await openView(20);
    const fails = { trace: 1, id: 1, name: 'GET /gone', kind: 2, error: true };
    await view.send('traces', [span({ ...fails, attributes: { customer: 'Ada' } })]);
    view.hub.findings.judgeNow();
    const place = { traceId: hex(1, 32), spanId: hex(1, 16) };
    expect(await view.get('api/findings')).toMatchObject({
      findings: [{ code: 'error', count: 1, ...place, evidence: [place] }],
    });

    const spans = Array.from({ length: 20 }, (_, index) => span({ trace: 2, id: index + 1, from: 9 }));
    await view.send('traces', spans);
    view.hub.findings.judgeNow();

    const none = { traceId: null, spanId: null, logId: null, evidence: [] };
    expect(await view.get('api/findings')).toMatchObject({
      findings: [{ code: 'error', count: 1, ...none }],
    });
    expect(await view.get('api/services')).toMatchObject({ services: [{ spanCount: 20, errorCount: 0 }] });
    expect((await fetchText(`${view.url}api/traces/${place.traceId}`)).status).toBe(404);
    expect((await fetchText(`${view.url}t/${place.traceId}`)).headers.location).toBe('/');
    for (const path of ['traces?text=Ada', 'traces?error=true', 'traces?name=gone'])
      expect(await view.get(`api/${path}`)).toMatchObject({ matched: 0 });
    const agent = [
      await callTool(view.url, 'get_trace', { traceId: place.traceId }),
      await callTool(view.url, 'list_findings', {}),
      await callTool(view.url, 'search_traces', { text: 'Ada' }),
    ];
    expect(agent[0]).toContain('does not hold trace');
    expect(agent.slice(1).join()).not.toContain(place.traceId);
  });

  it('keeps its memory flat at 20,000 spans of 6 kB, and answers', {
    timeout: 300_000,
  }, async () => {
    const view = await openView();
    const text = 'lorem ipsum '.repeat(500);
    const before = process.memoryUsage().heapUsed;
    for (let trace = 1; trace <= 410; trace++) {
      const spans = Array.from({ length: 50 }, (_, index) =>
        span({ trace, id: index + 1, ...(index > 0 && { parent: 1 }), from: index, attributes: { text } }),
      );
      expect(await view.send('traces', spans)).toBe(200);
    }
    const { held } = await view.get<StatusAnswer>('api/status');
    expect(held.spans).toBeLessThanOrEqual(20_000);
    globalThis.gc?.();
    expect((process.memoryUsage().heapUsed - before) / 1024 / 1024).toBeLessThan(600);
    const asked = performance.now();
    await view.get('api/traces?limit=1000');
    await view.get('api/services');
    await view.get('api/logs?text=nothing');
    expect(performance.now() - asked).toBeLessThan(10_000);
  });

  it('keeps nothing for a page that does not read', async () => {
    const view = await openView();
    const { port } = new URL(view.url);
    const stuck = connect(Number(port), '127.0.0.1');
    stuck.write(`GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await once(stuck, 'readable');
    const text = 'x'.repeat(20_000);
    for (let part = 0; part < 60; part++) {
      await view.send(
        'logs',
        Array.from({ length: 100 }, () => record('large', { attributes: { text } })),
      );
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    const reading = await fetch(`${view.url}api/status`);
    expect(reading.status).toBe(200);
    let received = 0;
    stuck.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    await expect.poll(() => received > 0, { timeout: 20_000 }).toBe(true);
    // What was written while it did not read fits the buffers of the connection and one change.
    expect(received).toBeLessThan(16 * 1024 * 1024);
    stuck.destroy();
  });

  it('says what secret was in it and where, and does not hold it', async () => {
    const view = await openView();
    const secret = '4111 1111 1111 1111';
    await view.send('traces', [
      span({ trace: 1, id: 1, attributes: { 'db.password': 'hunter2hunter2', note: secret } }),
    ]);
    await view.send('logs', [record(`paid by ${secret}`, { trace: 1 })]);
    const { findings } = await view.get<FindingsAnswer>('api/findings');
    expect(
      findings
        .filter(({ code }) => code === 'no-secrets')
        .map(({ title }) => title)
        .sort(),
    ).toEqual([
      expect.stringContaining("attribute db.password has a secret's name"),
      expect.stringContaining('attribute note has a card number'),
      expect.stringContaining('its body has a card number'),
    ]);
    const everything = await Promise.all(
      [`api/traces/${hex(1, 32)}`, 'api/logs', 'api/findings'].map(path => fetchText(`${view.url}${path}`)),
    );
    expect(everything.map(({ body }) => body).join('')).not.toMatch(/4111 1111|hunter2/);
    expect(await view.get<LogsAnswer>('api/logs')).toMatchObject({
      logs: [{ message: 'paid by (not shown)' }],
    });
  });
});

/** What a tool of the Model Context Protocol answers. */
async function callTool(url: string, name: string, parameters: object): Promise<string> {
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: parameters } };
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  return (await fetchText(`${url}mcp`, { method: 'POST', headers, body: JSON.stringify(call) })).body;
}
