import { describe, expect, it } from 'vitest';
import { startCollector } from '../helpers/collector.ts';
import { unusedPort } from '../helpers/faulty-collector.ts';
import { preloaded, run, start } from '../helpers/processes.ts';
import { isThorough } from '../helpers/thorough.ts';

/** Milliseconds of load. */
const DURATION = isThorough ? 30_000 : 5000;

/** Spans every 10 ms: in the outage fewer end than a queue of the default size holds. */
const STEADY = '4';
const OUTAGE = 1500;

/** Far more than a queue holds, all the time. */
const FULL = '100';

/** MiB that the heap may grow in the second half, after garbage is collected. */
const FLAT = 8;

const APPLICATION = [process.execPath, '--expose-gc', 'steady-work.cjs', String(DURATION)];

describe.concurrent('under load', () => {
  for (const protocol of ['http/protobuf', 'grpc']) {
    it(`loses nothing while the collector is away for a moment (${protocol})`, async () => {
      const service = `soak-${protocol}`;
      const first = await startCollector();
      const env = { ...preloaded(first.environment(service, protocol)), OTEL_BSP_SCHEDULE_DELAY: '200' };
      const application = start([...APPLICATION, STEADY], { env, timeout: DURATION + 30_000 });
      await first.waitFor(service, ({ spans }) => spans.length > 0);

      await first.close();
      await new Promise(resolve => setTimeout(resolve, OUTAGE));
      const second = await startCollector({
        httpPort: portOf(first.httpUrl),
        grpcPort: portOf(first.grpcUrl),
      });

      const { code, stdout } = await application.ended;
      const { ended, growth } = JSON.parse(stdout.split('\n').at(-2) ?? '{}');
      const arrived = new Set(
        [...first.of(service).spans, ...second.of(service).spans].map(({ name }) => name),
      );
      await second.close();
      expect({ code, arrived: arrived.size }).toEqual({ code: 0, arrived: ended });
      expect(growth).toBeLessThan(FLAT);
    });
  }

  it('keeps its memory where the collector never is there', async () => {
    const env = {
      ...preloaded({
        OTEL_SERVICE_NAME: 'soak-dead',
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await unusedPort()}`,
      }),
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_RUN_FLUSH_TIMEOUT: '200',
    };

    const { code, stdout, stderr } = await run([...APPLICATION, FULL], { env, timeout: DURATION + 30_000 });

    const { ended, growth } = JSON.parse(stdout.split('\n').at(-2) ?? '{}');
    const lost = [...stderr.matchAll(/(\d+) spans? (?:could not|lost)/g)].map(([, count]) => Number(count));
    expect(code).toBe(0);
    expect(growth).toBeLessThan(FLAT);
    // What fell out of the queue before the first line, and everything else at the exit.
    expect(lost.reduce((sum, count) => sum + count, 0)).toBe(ended);
    expect(stderr.split('\n')).toHaveLength(3);
  });
});

function portOf(url: string): number {
  return Number(new URL(url).port);
}
