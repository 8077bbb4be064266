import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Batcher, type BatchOptions, type Settle } from '../../../src/preload/delivery/batcher.ts';

const OPTIONS: BatchOptions = { maxQueueSize: 6, maxExportBatchSize: 3, scheduledDelayMillis: 5000 };

/** A batcher whose batches wait here until the test says what became of them. */
function createBatcher(options = OPTIONS) {
  const sent: { items: readonly number[]; settle: Settle }[] = [];
  const batcher = new Batcher<number>(
    (groups, settle) => sent.push({ items: groups.flatMap(({ items }) => items ?? []), settle }),
    options,
  );
  const settle = (index: number, outcome: Parameters<Settle>[0]) => sent[index]?.settle(outcome);
  return { batcher, settle, batches: () => sent.map(({ items }) => items) };
}

const add = (batcher: Batcher<number>, ...items: number[]) => {
  for (const item of items) batcher.add(item);
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a batcher', () => {
  it('sends a full batch at once and what is left after the delay', () => {
    const { batcher, batches, settle } = createBatcher();
    add(batcher, 1, 2, 3, 4);
    expect(batches()).toEqual([[1, 2, 3]]);

    settle(0, 'arrived');
    vi.advanceTimersByTime(4999);
    expect(batches()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(batches()).toEqual([[1, 2, 3], [4]]);
  });

  it('has one batch under way at a time', () => {
    const { batcher, batches, settle } = createBatcher();
    add(batcher, 1, 2, 3, 4, 5, 6);
    expect(batches()).toEqual([[1, 2, 3]]);

    settle(0, 'arrived');
    expect(batches()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('refuses and counts what a full queue cannot hold', () => {
    const onDropped = vi.fn();
    const batcher = new Batcher<number>(() => {}, OPTIONS, { onDropped });
    add(batcher, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    expect({ pending: batcher.pending, dropped: batcher.dropped }).toEqual({ pending: 6, dropped: 2 });
    expect(onDropped).toHaveBeenCalledTimes(2);
  });

  it('drains everything without waiting for what is under way, in batches of the allowed size', () => {
    const { batcher, batches } = createBatcher();
    add(batcher, 1, 2, 3, 4, 5, 6, 7);

    batcher.drain();

    expect(batches()).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
    expect(batcher.pending).toBe(0);
  });

  it('drains to an end where every batch comes back at once', () => {
    const batcher = new Batcher<number>((_, settle) => void settle('again'), OPTIONS);
    add(batcher, 1, 2);

    batcher.drain();

    expect(batcher.pending).toBe(2);
  });

  it('puts a batch that came back at the head of the queue, and sends it after the delay, not before', () => {
    const { batcher, batches, settle } = createBatcher();
    add(batcher, 1, 2, 3, 4);

    expect(settle(0, 'again')).toBe(0);
    add(batcher, 5, 6);
    expect(batches()).toHaveLength(1);
    vi.advanceTimersByTime(5000);

    expect(batches().at(-1)).toEqual([1, 2, 3]);
    expect(batcher.pending).toBe(3);
  });

  it('waits a second before it sends again, however short the delay', () => {
    const { batcher, batches, settle } = createBatcher({ ...OPTIONS, scheduledDelayMillis: 1 });
    add(batcher, 1, 2, 3);
    settle(0, 'again');

    vi.advanceTimersByTime(999);
    expect(batches()).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(batches()).toHaveLength(2);
  });

  it('gives up the oldest of a batch that the queue has no room for any more', () => {
    const { batcher, settle, batches } = createBatcher();
    add(batcher, 1, 2, 3, 4, 5, 6, 7, 8);

    expect(settle(0, 'again')).toBe(2);

    batcher.drain();
    expect(batches().slice(1)).toEqual([
      [3, 4, 5],
      [6, 7, 8],
    ]);
  });

  it.each([
    ['arrived', 0],
    ['lost', 3],
  ] as const)('counts a batch once that %s', (outcome, lost) => {
    const { batcher, settle } = createBatcher();
    add(batcher, 1, 2, 3);

    expect([settle(0, outcome), settle(0, 'lost')]).toEqual([lost, 0]);
  });

  it.each(['arrived', 'lost', 'again'] as const)('resolves a flush when the last batch %s', async outcome => {
    const { batcher, settle } = createBatcher();
    let flushed = false;
    add(batcher, 1, 2, 3, 4);
    const flush = batcher.flush().then(() => {
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
    const batcher = new Batcher<number>(() => {}, OPTIONS, { onPrepare: prepare });
    vi.runAllTimers();
    expect(prepare).not.toHaveBeenCalled();

    add(batcher, 1, 2);
    expect(prepare).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(prepare).toHaveBeenCalledTimes(1);
  });

  it('prepares before what it is drained of so early', () => {
    const order: string[] = [];
    const batcher = new Batcher<number>(() => order.push('sent'), OPTIONS, {
      onPrepare: () => order.push('prepared'),
    });
    batcher.drain();
    add(batcher, 1);
    batcher.drain();
    vi.runAllTimers();

    expect(order).toEqual(['prepared', 'sent']);
  });

  it('resolves a flush of nothing', async () => {
    await expect(createBatcher().batcher.flush()).resolves.toBeUndefined();
  });
});
