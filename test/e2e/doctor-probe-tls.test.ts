import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doctor, sentTo } from '../helpers/doctor.ts';

const TLS = join(import.meta.dirname, '../fixtures/tls');
/** A key of no secret, and certificates for it: one that is fine, one of another host, one that expired in 2020. */
const file = (name: string) => join(TLS, name);
const read = (name: string) => readFileSync(file(name));
const certified = (name: string) => ({ key: read('server.key'), cert: read(name) });

const overHttp = (options: object) =>
  createServer(options, (request, response) => {
    request.resume().on('end', () => response.end());
  });

/** Answers every call with success, as gRPC does: the status is in the trailers. */
function overGrpc(options: object) {
  const server = createSecureServer(options);
  server.on('stream', stream => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5));
  });
  server.on('sessionError', () => {});
  return server;
}

const mutual = { ...certified('server.pem'), requestCert: true, ca: read('server.pem') };
const servers = {
  fine: overHttp(certified('server.pem')),
  otherHost: overHttp(certified('other-host.pem')),
  expired: overHttp(certified('expired.pem')),
  mutual: overHttp(mutual),
  plain: createHttpServer((request, response) => {
    request.resume().on('end', () => response.end());
  }),
  silent: createTcpServer(),
  fineGrpc: overGrpc(certified('server.pem')),
  otherHostGrpc: overGrpc(certified('other-host.pem')),
  expiredGrpc: overGrpc(certified('expired.pem')),
  mutualGrpc: overGrpc(mutual),
} satisfies Record<string, Server>;

const to = (name: keyof typeof servers, scheme = 'https') =>
  `${scheme}://127.0.0.1:${(servers[name].address() as AddressInfo).port}`;
const trusting = (name: string) => ({ OTEL_EXPORTER_OTLP_CERTIFICATE: file(name) });
const CLIENT = {
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: file('server.pem'),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: file('server.key'),
};

beforeAll(() =>
  Promise.all(
    Object.values(servers).map(server => new Promise<void>(done => server.listen(0, '127.0.0.1', done))),
  ),
);
afterAll(() => {
  for (const server of Object.values(servers)) server.close();
});

/** What the probe of traces says over a protocol, where nothing else is exported. */
async function probed(endpoint: string, protocol: string, more: Record<string, string>) {
  const env = { ...sentTo(endpoint, protocol), OTEL_LOGS_EXPORTER: 'none', ...more };
  const { code, report } = await doctor(env);
  const probe = report.findings.find(({ code }) => code === 'probe-failed');
  return { code, ok: report.probe?.[0]?.ok, said: probe ? `${probe.message} ${probe.fix}` : '' };
}

const PROTOCOLS = [
  ['http/protobuf', ''],
  ['grpc', 'Grpc'],
] as const;

describe.concurrent.each(PROTOCOLS)('a probe over %s and TLS', (protocol, suffix) => {
  type Name = keyof typeof servers;
  const server = (name: 'fine' | 'otherHost' | 'expired' | 'mutual') => to(`${name}${suffix}` as Name);

  it.each<[title: string, endpoint: () => string, more: Record<string, string>]>([
    ['a certificate that is trusted', () => server('fine'), trusting('server.pem')],
    ['mutual TLS', () => server('mutual'), { ...trusting('server.pem'), ...CLIENT }],
  ])('arrives with %s', async (_title, endpoint, more) => {
    expect(await probed(endpoint(), protocol, more)).toEqual({ code: 0, ok: true, said: '' });
  });

  it.each<[title: string, endpoint: () => string, more: Record<string, string>, said: RegExp]>([
    ['nobody signed', () => server('fine'), {}, /not trusted.*OTEL_EXPORTER_OTLP_CERTIFICATE=/],
    ['another authority signed', () => server('fine'), trusting('other-host.pem'), /not trusted/],
    ['is of another host', () => server('otherHost'), trusting('other-host.pem'), /another host name/],
    ['has expired', () => server('expired'), trusting('expired.pem'), /has expired/],
    ['is wanted of the client', () => server('mutual'), trusting('server.pem'), /mutual TLS.*CLIENT_KEY/],
  ])('tells of a certificate that %s', async (_title, endpoint, more, said) => {
    const answer = await probed(endpoint(), protocol, more);
    expect(answer).toMatchObject({ code: 1, ok: false, said: expect.stringMatching(said) });
  });

  it.each<[title: string, endpoint: () => string, said: RegExp]>([
    ['without TLS to a port that speaks it', () => server('fine').replace('https', 'http'), /may speak TLS/],
    ['with TLS to a port that does not speak it', () => to('plain'), /Write http:\/\/ in place/],
    ['to a port that never answers', () => to('silent'), /no answer within 5 s/],
  ])('tells what it is to come %s', async (_title, endpoint, said) => {
    const answer = await probed(endpoint(), protocol, {});
    expect(answer).toMatchObject({ code: 1, ok: false, said: expect.stringMatching(said) });
  });
});

/** Where Node.js finds what a process trusts, by the command's own options and variables. */
const TRUSTED = [
  {
    by: 'an option of the command',
    argv: ['--', 'node', '--use-openssl-ca', 'app.js'],
    variable: 'SSL_CERT_FILE',
  },
  { by: 'an option of NODE_OPTIONS', argv: [], variable: 'SSL_CERT_FILE', options: '--use-openssl-ca' },
  { by: 'a variable of a file', argv: ['-e', 'trusted.env'], variable: undefined },
];

it.concurrent.each(TRUSTED)('a probe trusts what the command will trust by $by', async row => {
  const cwd = mkdtempSync(join(tmpdir(), 'otel-run-trusted-'));
  writeFileSync(join(cwd, 'app.js'), '');
  writeFileSync(join(cwd, 'trusted.env'), `NODE_EXTRA_CA_CERTS=${file('server.pem')}\n`);
  const env = {
    ...sentTo(to('fine')),
    OTEL_LOGS_EXPORTER: 'none',
    ...(row.variable && { [row.variable]: file('server.pem') }),
    ...(row.options && { NODE_OPTIONS: row.options }),
  };

  const { report } = await doctor(env, ['--probe', ...row.argv], process.execPath, cwd);
  rmSync(cwd, { recursive: true });

  expect(report.probe).toEqual([expect.objectContaining({ ok: true, status: 200 })]);
});

it('over gRPC and TLS tells of a server that speaks HTTP alone', async () => {
  const answer = await probed(to('fine'), 'grpc', trusting('server.pem'));
  expect(answer.said).toMatch(/speaks TLS, but no gRPC there/);
});
