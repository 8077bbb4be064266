import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Nanoseconds in a millisecond. */
const MILLISECOND = 1_000_000n;

/** Milliseconds between two reads of clocks in one statement of a program, on a busy machine. */
const STATEMENT = 500n;

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

describe.each(nodes())('times of every kind, Node.js $version', node => {
  it('are kept in spans and records', async () => {
    const service = `times-${node.version}`;
    const env = preloaded(collector.environment(service));

    const { code, stdout } = await run([node.path, 'times-of-spans.cjs'], { env });
    const { spans, logs } = collector.of(service);

    expect(code).toBe(0);
    const kinds: { name: string; now: number }[] = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(spans.map(({ name }) => name)).toEqual(kinds.map(({ name }) => name));
    for (const { name, now } of kinds) {
      const { startTime, endTime } = spans.find(span => span.name === name) ?? raise(name);
      expectNear(startTime, now);
      if (name === 'none') continue;
      expect(BigInt(endTime) - BigInt(startTime)).toBe(5n * MILLISECOND);
      expectNear((logs.find(({ body }) => body === name) ?? raise(name)).timestamp, now);
    }
  });
});

function expectNear(time: string | number | bigint, now: number): void {
  const apart = BigInt(time) / MILLISECOND - BigInt(now);
  expect(apart).toBeGreaterThanOrEqual(-STATEMENT);
  expect(apart).toBeLessThanOrEqual(STATEMENT);
}

function raise(name: string): never {
  throw new Error(`nothing arrived of ${name}`);
}
