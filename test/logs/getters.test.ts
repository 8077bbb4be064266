import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FOLDER = new URL('../fixtures/logs', import.meta.url).pathname;

type Counts = Readonly<Record<string, number>>;

/** The value of a getter, by what it is counted as. */
const valueRead = (label: string) => label.replace(': ', ' ');

describe('a getter of what is logged', () => {
  let collector: Collector;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.close());

  it.each([
    { logger: 'winston', correlation: 'true' },
    { logger: 'winston', correlation: 'false' },
    { logger: 'bunyan', correlation: 'true' },
    { logger: 'pino', correlation: 'true' },
  ])(
    'is read by $logger at most once more than bare, correlation $correlation',
    async ({ logger, correlation }) => {
      const argv = [process.execPath, 'getters.cjs', logger];
      const service = `getters-${logger}-${correlation}`;
      const env = { ...collector.environment(service), OTEL_RUN_LOG_CORRELATION: correlation };
      const [ours, bare] = await Promise.all([
        run(byOtelRun(argv), { cwd: FOLDER, env }),
        run(argv, { cwd: FOLDER }),
      ]);
      const [counts, expected] = [ours, bare].map(({ stdout }) => JSON.parse(stdout) as Counts) as [
        Counts,
        Counts,
      ];
      expect(Object.keys(expected).length).toBeGreaterThan(30);
      expect(Object.entries(counts).filter(([label, count]) => count > (expected[label] ?? 0) + 1)).toEqual(
        [],
      );
      const exported = JSON.stringify(collector.of(service).logs);
      const isHidden = (label: string) => label.startsWith('redact, ') && label.endsWith(': a');
      const missing = Object.keys(expected).filter(
        label => !isHidden(label) && !exported.includes(valueRead(label)),
      );
      expect(missing).toEqual([]);
    },
  );
});
