import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const file = (name: string) => join(import.meta.dirname, '../fixtures/tls', name);
const CERTIFICATE = file('server.pem');
const CERTIFIED = { key: readFileSync(file('server.key')), cert: readFileSync(CERTIFICATE) };

/** Paths that were asked for, by the server's name. */
const asked = new Map<string, string[]>();

function overHttp(options: ServerOptions | undefined, name: string): Server {
  const answer = (
    request: import('node:http').IncomingMessage,
    response: import('node:http').ServerResponse,
  ) => {
    asked.get(name)?.push(request.url ?? '');
    request.resume().on('end', () => response.end());
  };
  return options ? createServer(options, answer) : createHttpServer(answer);
}

function overGrpc(options: ServerOptions): Server {
  const server = createSecureServer(options);
  server.on('stream', stream => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.alloc(5));
  });
  server.on('sessionError', () => {});
  return server;
}

const OLD = { ...CERTIFIED, maxVersion: 'TLSv1.2' } as const;
const NEW = { ...CERTIFIED, minVersion: 'TLSv1.3' } as const;
const servers = {
  http: overHttp(CERTIFIED, 'http'),
  grpc: overGrpc(CERTIFIED),
  httpOld: overHttp(OLD, 'httpOld'),
  grpcOld: overGrpc(OLD),
  httpNew: overHttp(NEW, 'httpNew'),
  grpcNew: overGrpc(NEW),
  proxy: overHttp(undefined, 'proxy'),
};
const portOf = (name: keyof typeof servers) => (servers[name].address() as AddressInfo).port;

beforeAll(() =>
  Promise.all(
    Object.values(servers).map(server => new Promise<void>(done => server.listen(0, '127.0.0.1', done))),
  ),
);
afterAll(() => {
  for (const server of Object.values(servers)) server.close();
});

const SPAN = `require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();`;
const PEM = `require('node:fs').readFileSync(${JSON.stringify(CERTIFICATE)}, 'utf8')`;
const TRUSTED = { NODE_EXTRA_CA_CERTS: CERTIFICATE };
const CANNOT = /SSL|EPROTO|TLS|UNAVAILABLE|in time|certificate|protocol/i;

/** What an application does, or how it is started, and whether its telemetry arrives at a collector with TLS. */
interface Row {
  readonly name: string;
  readonly code?: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly server?: '' | 'Old' | 'New';
  readonly protocol?: 'http';
  readonly arrives: boolean;
  readonly since?: (node: Node) => boolean;
}

const setsCertificates = (node: Node) =>
  isAtLeast(node, 24, 5) || (isAtLeast(node, 22, 19) && !isAtLeast(node, 23));
const knowsSystem = (node: Node) => isAtLeast(node, 22, 15);

const ROWS: readonly Row[] = [
  { name: 'nothing', arrives: false },
  { name: 'NODE_EXTRA_CA_CERTS', env: TRUSTED, arrives: true },
  {
    name: 'tls.setDefaultCACertificates',
    code: `require('node:tls').setDefaultCACertificates([${PEM}]);`,
    arrives: true,
    since: setsCertificates,
  },
  {
    name: 'tls.setDefaultCACertificates that distrusts',
    code: `require('node:tls').setDefaultCACertificates([]);`,
    env: TRUSTED,
    arrives: false,
    since: setsCertificates,
  },
  {
    name: 'a function in the place of tls.createSecureContext',
    code: `const tls = require('node:tls'); const { createSecureContext } = tls;
      tls.createSecureContext = options => {
        const secure = createSecureContext(options);
        if (!options.ca) secure.context.addCACert(${PEM});
        return secure;
      };`,
    arrives: true,
  },
  {
    name: 'NODE_TLS_REJECT_UNAUTHORIZED while it runs',
    code: `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';`,
    // gRPC does not read it.
    protocol: 'http',
    arrives: true,
  },
  {
    name: '--use-system-ca',
    flags: ['--use-system-ca'],
    env: { SSL_CERT_FILE: CERTIFICATE },
    arrives: true,
    since: knowsSystem,
  },
  {
    name: '--use-system-ca in NODE_OPTIONS',
    env: { SSL_CERT_FILE: CERTIFICATE, NODE_OPTIONS: '--use-system-ca' },
    arrives: true,
    since: knowsSystem,
  },
  {
    name: '--use-openssl-ca',
    flags: ['--use-openssl-ca'],
    env: { SSL_CERT_FILE: CERTIFICATE },
    arrives: true,
  },
  { name: '--tls-min-v1.3, TLS 1.2', flags: ['--tls-min-v1.3'], env: TRUSTED, server: 'Old', arrives: false },
  { name: '--tls-max-v1.2, TLS 1.3', flags: ['--tls-max-v1.2'], env: TRUSTED, server: 'New', arrives: false },
  {
    name: 'tls.DEFAULT_MIN_VERSION, TLS 1.2',
    code: `require('node:tls').DEFAULT_MIN_VERSION = 'TLSv1.3';`,
    env: TRUSTED,
    server: 'Old',
    arrives: false,
  },
  {
    name: 'options that a thread cannot be given, beside one that it can',
    flags: ['--tls-cipher-list=ECDHE-RSA-AES128-GCM-SHA256', '--dns-result-order', 'ipv4first'],
    env: TRUSTED,
    arrives: true,
  },
];

for (const node of nodes()) {
  describe.concurrent.each(['http', 'grpc'] as const)(
    `Node.js ${node.version}: telemetry over %s`,
    protocol => {
      for (const { name, code = '', flags = [], env = {}, server = '', arrives, since, ...row } of ROWS) {
        if (row.protocol && row.protocol !== protocol) continue;
        it.runIf(since?.(node) ?? true)(
          `${arrives ? 'arrives' : 'does not arrive'} with ${name}`,
          async () => {
            const base = preloaded({
              OTEL_SERVICE_NAME: 'app',
              OTEL_LOGS_EXPORTER: 'none',
              OTEL_BSP_SCHEDULE_DELAY: '50',
              OTEL_EXPORTER_OTLP_PROTOCOL: protocol === 'http' ? 'http/protobuf' : 'grpc',
              OTEL_EXPORTER_OTLP_ENDPOINT: `https://localhost:${portOf(`${protocol}${server}`)}`,
              OTEL_RUN_FLUSH_TIMEOUT: arrives ? '20000' : '1000',
            });
            const own = { ...base, ...env, NODE_OPTIONS: `${base.NODE_OPTIONS} ${env.NODE_OPTIONS ?? ''}` };

            const ended = await run([node.path, ...flags, '-e', `${code} ${SPAN}`], { env: own });

            expect(
              { code: ended.code, isDelivered: !ended.stderr.includes('could not be delivered') },
              ended.stderr,
            ).toEqual({
              code: 0,
              isDelivered: arrives,
            });
            if (!arrives) expect(ended.stderr).toMatch(CANNOT);
          },
        );
      }
    },
  );

  describe(`Node.js ${node.version}: the proxy of the process`, () => {
    const hasProxies = isAtLeast(node, 24, 5) || (isAtLeast(node, 22, 21) && !isAtLeast(node, 23));
    const PROXIES = [
      { name: 'is used with NODE_USE_ENV_PROXY', env: { NODE_USE_ENV_PROXY: '1' }, isUsed: true },
      { name: 'is used with --use-env-proxy', flags: ['--use-env-proxy'], isUsed: true },
      { name: 'is not used unasked', isUsed: false },
      {
        name: 'is not used against NO_PROXY',
        env: { NODE_USE_ENV_PROXY: '1', NO_PROXY: '127.0.0.2' },
        isUsed: false,
      },
    ];
    it.runIf(hasProxies).each(PROXIES)('$name', async ({ env = {}, flags = [], isUsed }) => {
      asked.set('proxy', []);

      await run([node.path, ...flags, '-e', SPAN], {
        env: {
          ...preloaded({
            OTEL_SERVICE_NAME: 'app',
            OTEL_LOGS_EXPORTER: 'none',
            OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.2:9',
            OTEL_RUN_FLUSH_TIMEOUT: isUsed ? '20000' : '500',
          }),
          HTTP_PROXY: `http://127.0.0.1:${portOf('proxy')}`,
          NODE_NO_WARNINGS: '1',
          ...env,
        },
      });

      expect(asked.get('proxy')).toEqual(isUsed ? ['http://127.0.0.2:9/v1/traces'] : []);
    });
  });
}
