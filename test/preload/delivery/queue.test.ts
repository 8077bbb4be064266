import { describe, expect, it } from 'vitest';
import { type Group, Queue } from '../../../src/preload/delivery/queue.ts';

/** Sixteen groups of two make a batch. */
const BATCH = 32;
const BATCH_MOST = { items: BATCH, bytes: 100 };

/** One byte an item, so that a test reads what is where. */
const pack = (items: readonly number[]) => Uint8Array.from(items);

const queueOf = (count: number, packing: typeof pack | undefined = pack) => {
  const queue = new Queue<number>(BATCH, packing);
  for (let i = 1; i <= count; i++) queue.push(i, 1);
  return queue;
};

const itemsOf = (groups: readonly Group<number>[]) =>
  groups.flatMap(({ body, items }) => (body ? [...body] : (items ?? [])));

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('a queue', () => {
  it('encodes items as they come, in groups, and leaves the last ones as they are', () => {
    expect(queueOf(5).take(BATCH_MOST)).toEqual([
      { length: 2, bytes: 2, body: pack([1, 2]) },
      { length: 2, bytes: 2, body: pack([3, 4]) },
      { length: 1, bytes: 1, items: [5] },
    ]);
  });

  it('keeps what cannot be encoded yet', () => {
    const groups = queueOf(3, () => undefined as never).take(BATCH_MOST);

    expect(groups.every(({ body }) => body === undefined)).toBe(true);
    expect(itemsOf(groups)).toEqual([1, 2, 3]);
  });

  it('does not encode where a batch is small', () => {
    const queue = new Queue<number>(BATCH / 2, pack);
    queue.push(1, 1);

    expect(queue.take({ items: 1, bytes: 100 })).toEqual([{ length: 1, bytes: 1, items: [1] }]);
  });

  it('gives no more than was asked for, in order, until it is empty', () => {
    const queue = queueOf(70);

    expect(itemsOf(queue.take(BATCH_MOST))).toEqual(numbers(1, 32));
    expect(queue.length).toBe(38);
    expect(itemsOf(queue.take({ items: 5, bytes: 100 }))).toEqual(numbers(33, 36));
    expect(itemsOf(queue.take(BATCH_MOST))).toEqual(numbers(37, 68));
    expect(itemsOf(queue.take(BATCH_MOST))).toEqual(numbers(69, 70));
    expect(queue.length).toBe(0);
    expect(queue.take(BATCH_MOST)).toEqual([]);
  });

  it.each([
    { room: 100, kept: numbers(1, 9), lost: 0 },
    { room: 6, kept: numbers(5, 9), lost: 4 },
    { room: 4, kept: numbers(7, 9), lost: 6 },
    { room: 0, kept: [], lost: 9 },
    { room: -3, kept: [], lost: 9 },
  ])('takes back the newest for which there is room: $room', ({ room, kept, lost }) => {
    const queue = queueOf(9);
    const taken = queue.take(BATCH_MOST);
    queue.push(10, 1);

    expect(queue.putBack(taken, room)).toBe(lost);
    expect(queue.length).toBe(kept.length + 1);
    expect(itemsOf(queue.take(BATCH_MOST))).toEqual([...kept, 10]);
  });
});
