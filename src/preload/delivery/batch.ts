import type { Group } from './queue.ts';

/** Separates encoded items; returns none if that is impossible. */
export type Unpack = (body: Uint8Array) => readonly Uint8Array[];

/** The number of items in some groups. */
export function countItems(groups: readonly Group<unknown>[]): number {
  return groups.reduce((sum, { length }) => sum + length, 0);
}

/** About how much memory the groups take. */
export function countBytes(groups: readonly Group<unknown>[]): number {
  return groups.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The two halves of a batch that was too large; none for a single item. */
export function halve<Item>(batch: readonly Group<Item>[], unpack: Unpack | undefined): Group<Item>[][] {
  const groups = batch.length > 1 ? batch : batch.flatMap(group => separate(group, unpack));
  if (groups.length < 2) return [];
  const middle = Math.ceil(groups.length / 2);
  return [groups.slice(0, middle), groups.slice(middle)];
}

function separate<Item>(
  { length, bytes, items, body }: Group<Item>,
  unpack: Unpack | undefined,
): Group<Item>[] {
  if (items) return items.map(item => ({ length: 1, bytes: bytes / length, items: [item] }));
  const bodies = unpack?.(body) ?? [];
  return bodies.length === length ? bodies.map(one => ({ length: 1, bytes: one.length, body: one })) : [];
}
