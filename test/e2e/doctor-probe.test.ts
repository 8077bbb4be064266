import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { doctor, sentTo } from '../helpers/doctor.ts';
import { nodes } from '../helpers/nodes.ts';

let collector: Collector;
/** Answers with the status that its path begins with. */
const server = createServer((request, response) => {
  response.statusCode = Number(request.url?.split('/')[1]);
  request.resume().on('end', () => response.end());
});
/** Takes connections and never says a word. */
const silent = createTcpServer();

const listen = (listener: Server) => new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
const portOf = (listener: Server) => (listener.address() as AddressInfo).port;
const answering = (status: number) => `http://127.0.0.1:${portOf(server)}/${status}`;

beforeAll(async () => {
  collector = await startCollector();
  await Promise.all([listen(server), listen(silent)]);
});
afterAll(async () => {
  server.close();
  silent.close();
  await collector.close();
});

describe.concurrent('otel-run doctor --probe', () => {
  it.each([
    { protocol: 'http/protobuf', status: 200 },
    { protocol: 'http/json', status: 200 },
    { protocol: 'grpc', status: 0 },
  ])('reaches a receiver over $protocol', async ({ protocol, status }) => {
    const { code, report } = await doctor(collector.environment('probe', protocol));
    expect(report.probe).toMatchObject([
      { signal: 'traces', ok: true, status },
      { signal: 'logs', ok: true, status },
    ]);
    expect({ code, findings: report.findings }).toEqual({ code: 0, findings: [] });
  });

  it.each([
    { status: 400, says: /400/ },
    { status: 401, says: /credentials/ },
    { status: 403, says: /may not write/ },
    { status: 404, says: /path/ },
    { status: 405, says: /POST/ },
    { status: 413, says: /too large/ },
    { status: 415, says: /encoding/ },
    { status: 429, says: /limits/ },
    { status: 500, says: /has a problem/ },
    { status: 503, says: /has a problem/ },
  ])('reads the answer $status at once, without trying again', async ({ status, says }) => {
    const { code, report } = await doctor(sentTo(answering(status)));
    expect(code).toBe(1);
    expect(report.probe).toMatchObject([
      { signal: 'traces', endpoint: `${answering(status)}/v1/traces`, ok: false, status },
      { signal: 'logs', ok: false, status },
    ]);
    expect(report.findings).toMatchObject([
      { code: 'probe-failed', severity: 'error', subject: 'traces', message: expect.stringMatching(says) },
      { code: 'probe-failed', subject: 'logs' },
    ]);
  });

  it.each([
    { what: 'nothing that listens', env: () => sentTo('http://127.0.0.1:1'), says: /refused/ },
    {
      what: 'nothing that listens, over gRPC',
      env: () => sentTo('http://127.0.0.1:1', 'grpc'),
      says: /refused/,
    },
    { what: 'a host that nobody knows', env: () => sentTo('http://otel-run.invalid:9'), says: /DNS/ },
    { what: 'a gRPC port over HTTP', env: () => sentTo(collector.grpcUrl), says: /gRPC port/ },
    {
      what: 'an HTTP port over gRPC',
      env: () => sentTo(collector.httpUrl, 'grpc'),
      says: /does not speak gRPC/,
    },
    {
      what: 'TLS to a port without TLS',
      env: () => sentTo(String(collector.httpUrl).replace('http', 'https')),
      says: /does not speak TLS/,
    },
  ])('reads $what', async ({ env, says }) => {
    const { code, report } = await doctor(env());
    expect(code).toBe(1);
    expect(report.findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(says),
      expect.stringMatching(says),
    ]);
  });

  it('gives a receiver that never answers five seconds', async () => {
    const { report } = await doctor(sentTo(`http://127.0.0.1:${portOf(silent)}`));
    expect(report.probe).toMatchObject([
      { ok: false, status: null },
      { ok: false, status: null },
    ]);
    for (const { ms } of report.probe ?? []) expect(ms).toBeLessThan(6000);
    expect(report.findings[0]?.message).toContain('no answer within 5 s');
  });

  it('has no secret in what it says of a failure', async () => {
    const secret = 'S3CR3T';
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: `authorization=Basic ${secret}` };
    const endpoints = ['http://127.0.0.1:1', 'http://otel-run.invalid:9', answering(401)];
    const cases = endpoints.flatMap(endpoint =>
      ['http/protobuf', 'grpc'].map(protocol => {
        const withCredentials = endpoint.replace('://', `://user:${secret}@`);
        return { ...sentTo(withCredentials, protocol), ...headers };
      }),
    );
    for (const env of cases) expect((await doctor(env)).text).not.toContain(secret);
  });

  it('answers as its schema says', async () => {
    const path = join(import.meta.dirname, '../../schemas/doctor.schema.json');
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(path, 'utf8')));
    const { report } = await doctor(sentTo(answering(404)), ['--probe', '--all']);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe.concurrent.each(nodes())('otel-run doctor on Node.js $version', ({ version, path }) => {
  it('knows the line, and reads an answer and a refusal at once', async () => {
    const [answered, refused] = await Promise.all([
      doctor(sentTo(answering(401)), ['--probe'], path),
      doctor(sentTo('http://127.0.0.1:1'), ['--probe'], path),
    ]);
    expect(answered.report.node).toMatchObject({ version: `v${version}`, supported: true });
    expect(answered.report.probe).toMatchObject([{ status: 401 }, { status: 401 }]);
    expect(refused.report.findings[0]?.message).toContain('refused');
    for (const { ms } of refused.report.probe ?? []) expect(ms).toBeLessThan(3000);
  });
});
