import { describe, expect, it } from 'vitest';
import {
  answer,
  collectorAt,
  type FaultyCollector,
  startFaultyCollector,
  unusedPort,
} from '../helpers/faulty-collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** What makes the delivery thread print, which would hold the process if somebody had to read it. */
interface Cause {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  readonly protocol?: string;
  readonly scheme?: 'https';
  /** The header with which a collector refuses; undefined: nobody listens. */
  readonly retryAfter?: string;
}

const CAUSES: readonly Cause[] = [
  {
    name: 'the warning of NODE_TLS_REJECT_UNAUTHORIZED',
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    scheme: 'https',
  },
  {
    name: 'the same warning with its trace',
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    flags: ['--trace-warnings'],
    scheme: 'https',
  },
  { name: 'what NODE_DEBUG asks for', env: { NODE_DEBUG: 'http,https,http2,tls' } },
  { name: 'what NODE_DEBUG asks for of threads', env: { NODE_DEBUG: 'worker' } },
  {
    name: 'the trace of gRPC',
    env: { GRPC_TRACE: 'all', GRPC_VERBOSITY: 'DEBUG' },
    protocol: 'grpc',
  },
  { name: 'a proxy that gRPC cannot use', env: { grpc_proxy: 'http://[' }, protocol: 'grpc' },
  { name: 'a Retry-After of 0', retryAfter: '0' },
  { name: 'a Retry-After that is negative', retryAfter: '-5' },
  { name: 'a Retry-After that is past', retryAfter: 'Thu, 01 Jan 1970 00:00:00 GMT' },
  { name: 'a Retry-After that cannot be read', retryAfter: 'soon' },
];

/** Works while the thread starts and sends, and then ends by itself. */
const APPLICATION = ['steady-work.cjs', '600', '1'];

/** What otel-run says, and what Node.js says of the thread in which some versions run module hooks. */
const NOT_OF_THE_THREAD = /^otel-run: |^WORKER \d+: \[1\]/;

const FLUSH_TIMEOUT = 300;

/** Milliseconds after which a process is held, on a slow machine too. */
const HELD = 20_000;

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}: a process ends and shows nothing of the delivery thread, which prints`, () => {
    for (const { name, env, flags = [], protocol = 'http/json', scheme, retryAfter } of CAUSES) {
      it(name, async () => {
        const collector = await startCollector(retryAfter);
        const port = collector?.port ?? (await unusedPort());
        const telemetry = collectorAt(port, 'printing', protocol);
        if (scheme) telemetry.OTEL_EXPORTER_OTLP_ENDPOINT = `${scheme}://127.0.0.1:${port}`;

        const ended = await run([node.path, ...flags, ...APPLICATION], {
          env: {
            ...preloaded(telemetry),
            ...env,
            OTEL_BSP_SCHEDULE_DELAY: '1',
            OTEL_RUN_FLUSH_TIMEOUT: String(FLUSH_TIMEOUT),
          },
          timeout: HELD,
        });

        await collector?.close();
        const lines = ended.stderr.split('\n').filter(line => !NOT_OF_THE_THREAD.test(line));
        expect({ code: ended.code, lines }).toEqual({ code: 0, lines: [''] });
      });
    }
  });
}

function startCollector(retryAfter: string | undefined): Promise<FaultyCollector> | undefined {
  return retryAfter === undefined
    ? undefined
    : startFaultyCollector(answer(429, { 'retry-after': retryAfter }));
}
