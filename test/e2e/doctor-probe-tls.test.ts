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
  { protocol: 'http/protobuf', suffix: '' },
  { protocol: 'grpc', suffix: 'Grpc' },
] as const;

describe.concurrent.each(PROTOCOLS)('a probe over $protocol and TLS', ({ protocol, suffix }) => {
  type Name = keyof typeof servers;
  const server = (name: 'fine' | 'otherHost' | 'expired' | 'mutual') => to(`${name}${suffix}` as Name);

  it.each<{ what: string; endpoint: () => string; env: Record<string, string> }>([
    { what: 'a certificate that is trusted', endpoint: () => server('fine'), env: trusting('server.pem') },
    { what: 'mutual TLS', endpoint: () => server('mutual'), env: { ...trusting('server.pem'), ...CLIENT } },
  ])('arrives with $what', async ({ endpoint, env }) => {
    expect(await probed(endpoint(), protocol, env)).toEqual({ code: 0, ok: true, said: '' });
  });

  it.each<{ fault: string; endpoint: () => string; env: Record<string, string>; says: RegExp }>([
    {
      fault: 'nobody signed',
      endpoint: () => server('fine'),
      env: {},
      says: /not trusted.*OTEL_EXPORTER_OTLP_CERTIFICATE=/,
    },
    {
      fault: 'another authority signed',
      endpoint: () => server('fine'),
      env: trusting('other-host.pem'),
      says: /not trusted/,
    },
    {
      fault: 'is of another host',
      endpoint: () => server('otherHost'),
      env: trusting('other-host.pem'),
      says: /another host name/,
    },
    {
      fault: 'has expired',
      endpoint: () => server('expired'),
      env: trusting('expired.pem'),
      says: /has expired/,
    },
    {
      fault: 'is wanted of the client',
      endpoint: () => server('mutual'),
      env: trusting('server.pem'),
      says: /mutual TLS.*CLIENT_KEY/,
    },
  ])('tells of a certificate that $fault', async ({ endpoint, env, says }) => {
    const answer = await probed(endpoint(), protocol, env);
    expect(answer).toMatchObject({ code: 1, ok: false, said: expect.stringMatching(says) });
  });

  it.each<{ how: string; endpoint: () => string; says: RegExp }>([
    {
      how: 'without TLS to a port that speaks it',
      endpoint: () => server('fine').replace('https', 'http'),
      says: /may expect TLS/,
    },
    {
      how: 'with TLS to a port that does not speak it',
      endpoint: () => to('plain'),
      says: /Write http:\/\/ instead/,
    },
    { how: 'to a port that never answers', endpoint: () => to('silent'), says: /no answer within 5 s/ },
  ])('tells what it meets when it comes $how', async ({ endpoint, says }) => {
    const answer = await probed(endpoint(), protocol, {});
    expect(answer).toMatchObject({ code: 1, ok: false, said: expect.stringMatching(says) });
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
  expect(answer.said).toMatch(/speaks TLS, but not gRPC on this port/);
});
