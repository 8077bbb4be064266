import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { canServeNames, type NameServer, startNameServer } from '../helpers/name-server.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run, start } from '../helpers/processes.ts';

const FLUSH_TIMEOUT = 1000;

/** What the machine may add. The system's resolver would wait for 10 s. */
const SLACK = 4000;

const SPAN = `require('@opentelemetry/api').trace.getTracer('app').startSpan('work').end();`;

const ENDS_AT_ONCE = `${SPAN} process.on('exit', () => require('node:fs').writeSync(1, 'EXIT'));`;
const ENDS_AFTER_A_WHILE = `${ENDS_AT_ONCE} setTimeout(() => process.exit(), 1000);`;

/** Looks a name up again and again, and prints how long that took at most. */
const LOOKS_UP = `${SPAN}
  const { lookup } = require('node:dns');
  let most = 0;
  const timer = setInterval(() => {
    const begin = performance.now();
    lookup('app.example', () => { most = Math.max(most, performance.now() - begin); });
  }, 50);
  setTimeout(() => { console.log(JSON.stringify({ most })); process.exit(); }, 2500);`;

let collector: Collector;
let names: NameServer;

if (!canServeNames) process.stderr.write('the tests of name servers are skipped: they need root\n');

describe.runIf(canServeNames)('the name of a collector', () => {
  beforeAll(async () => {
    collector = await startCollector();
    names = await startNameServer({
      known: ['app.example', 'collector.example', 'collector.in.search.example'],
      silent: ['silent.example'],
      search: 'search.example',
      hosts: '127.0.0.1 in-hosts.example In-Hosts',
    });
  });
  afterAll(async () => {
    await names.close();
    await collector.close();
  });

  function environment(host: string, service: string, protocol: string): Record<string, string> {
    const env = preloaded(collector.environment(service, protocol));
    env.OTEL_EXPORTER_OTLP_ENDPOINT = String(env.OTEL_EXPORTER_OTLP_ENDPOINT).replace('127.0.0.1', host);
    return { ...env, OTEL_BSP_SCHEDULE_DELAY: '100' };
  }

  for (const node of nodes()) {
    describe.concurrent.each(['http/protobuf', 'grpc'])(
      `under Node.js ${node.version}, over %s`,
      protocol => {
        it.each(['collector.example', 'collector.in', 'in-hosts.example', 'in-hosts', 'localhost'])(
          'is found as by the process: %s',
          async host => {
            const service = `${node.version} ${protocol} ${host}`;
            const argv = names.argv([node.path, '-e', SPAN]);

            const { code, stderr } = await run(argv, { env: environment(host, service, protocol) });

            expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
            expect(collector.of(service).spans).toHaveLength(1);
          },
        );

        it.each([
          {
            name: 'that does not exist',
            host: 'nowhere.example',
            code: ENDS_AFTER_A_WHILE,
            reason: /ENOTFOUND|resolution failed|in time/,
          },
          {
            name: 'that nobody answers for',
            host: 'silent.example',
            code: ENDS_AT_ONCE,
            reason: /in time|EAI_AGAIN|resolution failed/,
          },
          {
            name: 'that nobody answers for, after a while',
            host: 'silent.example',
            code: ENDS_AFTER_A_WHILE,
            reason: /in time|EAI_AGAIN|resolution failed/,
          },
        ])('$name holds the exit for no longer than allowed', async ({ host, code, reason }) => {
          const process_ = start(names.argv([node.path, '-e', code]), {
            env: { ...environment(host, 'away', protocol), OTEL_RUN_FLUSH_TIMEOUT: String(FLUSH_TIMEOUT) },
          });
          await process_.printed('EXIT');
          const begin = performance.now();

          const ended = await process_.ended;

          expect(performance.now() - begin).toBeLessThan(FLUSH_TIMEOUT + SLACK);
          expect(ended).toMatchObject({ code: 0, stderr: expect.stringMatching(reason) });
        });

        it('that nobody answers for keeps no look-up of the application waiting', async () => {
          const { stdout } = await run(names.argv([node.path, '-e', LOOKS_UP]), {
            env: {
              ...environment('silent.example', 'away', protocol),
              OTEL_RUN_FLUSH_TIMEOUT: '100',
              // Where one look-up blocks all others.
              UV_THREADPOOL_SIZE: '1',
            },
          });

          expect(JSON.parse(stdout).most).toBeLessThan(1500);
        });
      },
    );
  }
});
