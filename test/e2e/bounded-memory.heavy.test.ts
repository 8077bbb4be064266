import { describe, expect, it } from 'vitest';
import { collectorAt, unusedPort } from '../helpers/faulty-collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Megabytes that may wait, and that are in use at most: with what is loaded later and what a collection leaves. */
const BUDGET = 4;
const MOST = 20;

/** A hundred megabytes each. */
const COUNT = 100;
const CHARACTERS = 1_000_000;

const KINDS = [
  { kind: 'fields' },
  { kind: 'bodies' },
  { kind: 'many fields' },
  { kind: 'nested lists' },
  { kind: 'errors' },
  { kind: 'bytes' },
  { kind: 'records by the API' },
  { kind: 'attributes' },
  { kind: 'many attributes' },
  { kind: 'lists in attributes' },
  { kind: 'events' },
  { kind: 'worker threads' },
  { kind: 'requests', count: 1000, characters: 14_000 },
  { kind: 'fields', protocol: 'http/json' },
  { kind: 'attributes', protocol: 'http/json' },
];

describe.each(nodes())('under Node.js $version, while the collector is away', ({ path: node }) => {
  it.each(KINDS)('$kind take no more memory than is configured', async row => {
    const { kind, count = COUNT, characters = CHARACTERS, protocol = 'http/protobuf' } = row;
    const argv = [node, '--expose-gc', 'much.cjs', kind, String(count), String(characters)];
    const ended = await run(argv, {
      env: preloaded({
        ...collectorAt(await unusedPort(), 'much', protocol),
        OTEL_RUN_MAX_QUEUE_BYTES: String(BUDGET * 2 ** 20),
        OTEL_RUN_MAX_VALUE_LENGTH: String(2 ** 20),
        OTEL_RUN_FLUSH_TIMEOUT: '100',
      }),
    });

    expect(ended.code, ended.stderr).toBe(0);
    expect(Number(ended.stdout)).toBeLessThanOrEqual(MOST);
    expect(ended.stderr).toMatch(/lost so far|could not be delivered/);
  });

  it('long values are cut by default, and that is told once', async () => {
    const ended = await run([node, '--expose-gc', 'much.cjs', 'fields', '100', String(CHARACTERS)], {
      env: preloaded({ ...collectorAt(await unusedPort(), 'much'), OTEL_RUN_FLUSH_TIMEOUT: '100' }),
    });

    expect(Number(ended.stdout)).toBeLessThanOrEqual(MOST);
    expect(ended.stderr.match(/OTEL_RUN_MAX_VALUE_LENGTH/g)).toHaveLength(1);
  });
});
