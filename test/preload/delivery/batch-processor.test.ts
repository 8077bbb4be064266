import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type BatchOptions,
  BatchProcessor,
  type SettleBatch,
} from '../../../src/preload/delivery/batch-processor.ts';

const OPTIONS: BatchOptions = { maxQueueSize: 6, maxExportBatchSize: 3, scheduledDelayMillis: 5000 };

/** A batch processor whose batches wait here until the test says what became of them. */
function createProcessor(options = OPTIONS) {
  const sent: { items: readonly number[]; settle: SettleBatch }[] = [];
  const processor = new BatchProcessor<number>(
    (groups, settle) => sent.push({ items: groups.flatMap(({ items }) => items ?? []), settle }),
    options,
  );
  const settle = (index: number, outcome: Parameters<SettleBatch>[0]) => sent[index]?.settle(outcome);
  return { processor, settle, batches: () => sent.map(({ items }) => items) };
}

const add = (processor: BatchProcessor<number>, ...items: number[]) => {
  for (const item of items) processor.add(item);
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a batch processor', () => {
  it('sends a full batch at once and what is left after the delay', () => {
    const { processor, batches, settle } = createProcessor();
    add(processor, 1, 2, 3, 4);
    expect(batches()).toEqual([[1, 2, 3]]);

    settle(0, 'arrived');
    vi.advanceTimersByTime(4999);
    expect(batches()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(batches()).toEqual([[1, 2, 3], [4]]);
  });

  it('has one batch under way at a time', () => {
    const { processor, batches, settle } = createProcessor();
    add(processor, 1, 2, 3, 4, 5, 6);
    expect(batches()).toEqual([[1, 2, 3]]);

    settle(0, 'arrived');
    expect(batches()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('refuses and counts what a full queue cannot hold', () => {
    const onDropped = vi.fn();
    const processor = new BatchProcessor<number>(() => {}, OPTIONS, { onDropped });
    add(processor, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    expect({ pending: processor.pending, dropped: processor.dropped }).toEqual({ pending: 6, dropped: 2 });
    expect(onDropped).toHaveBeenCalledTimes(2);
  });

  it('drains everything without waiting for what is under way, in batches of the allowed size', () => {
    const { processor, batches } = createProcessor();
    add(processor, 1, 2, 3, 4, 5, 6, 7);

    processor.drain();

    expect(batches()).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(processor.pending).toBe(0);
  });

  it('drains to an end where every batch comes back at once', () => {
    const processor = new BatchProcessor<number>((_, settle) => void settle('again'), OPTIONS);
    add(processor, 1, 2);

    processor.drain();

    expect(processor.pending).toBe(2);
  });

  it('puts a batch that came back at the head of the queue, and sends it after the delay, not before', () => {
    const { processor, batches, settle } = createProcessor();
    add(processor, 1, 2, 3, 4);

    expect(settle(0, 'again')).toBe(0);
    add(processor, 5, 6);
    expect(batches()).toHaveLength(1);
    vi.advanceTimersByTime(5000);

    expect(batches().at(-1)).toEqual([1, 2, 3]);
    expect(processor.pending).toBe(3);
  });

  it('waits a second before it sends again, however short the delay', () => {
    const { processor, batches, settle } = createProcessor({ ...OPTIONS, scheduledDelayMillis: 1 });
    add(processor, 1, 2, 3);
    settle(0, 'again');

    vi.advanceTimersByTime(999);
    expect(batches()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(batches()).toHaveLength(2);
  });

  it('gives up the oldest of a batch that the queue has no room for any more', () => {
    const { processor, settle, batches } = createProcessor();
    add(processor, 1, 2, 3, 4, 5, 6, 7, 8);

    expect(settle(0, 'again')).toBe(2);

    processor.drain();
    expect(batches().slice(1)).toEqual([
      [3, 4, 5],
      [6, 7, 8],
    ]);
  });

  it.each([
    { outcome: 'arrived', lost: 0 },
    { outcome: 'lost', lost: 3 },
  ] as const)('counts a batch once, whose outcome is $outcome', ({ outcome, lost }) => {
    const { processor, settle } = createProcessor();
    add(processor, 1, 2, 3);

    expect([settle(0, outcome), settle(0, 'lost')]).toEqual([lost, 0]);
  });

  it.each(['arrived', 'lost', 'again'] as const)('resolves a flush when the last batch %s', async outcome => {
    const { processor, settle } = createProcessor();
    let flushed = false;
    add(processor, 1, 2, 3, 4);
    const flush = processor.flush().then(() => {
      flushed = true;
    });

    settle(0, 'arrived');
    await Promise.resolve();
    expect(flushed).toBe(false);
    settle(1, outcome);
    await flush;
    expect(flushed).toBe(true);
  });

  it('prepares once, after its first item', () => {
    const prepare = vi.fn();
    const processor = new BatchProcessor<number>(() => {}, OPTIONS, { onPrepare: prepare });
    vi.runAllTimers();
    expect(prepare).not.toHaveBeenCalled();

    add(processor, 1, 2);
    expect(prepare).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  it('prepares before what it is drained of so early', () => {
    const order: string[] = [];
    const processor = new BatchProcessor<number>(() => order.push('sent'), OPTIONS, {
      onPrepare: () => order.push('prepared'),
    });
    processor.drain();
    add(processor, 1);
    processor.drain();
    vi.runAllTimers();

    expect(order).toEqual(['prepared', 'sent']);
  });

  it('resolves a flush of nothing', async () => {
    await expect(createProcessor().processor.flush()).resolves.toBeUndefined();
  });
});
