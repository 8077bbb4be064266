/** Encodes items that follow one another; undefined where they have to stay as they are for now. */
export type Pack<Item> = (items: readonly Item[]) => Uint8Array | undefined;

/** Items that follow one another, as they came or encoded. */
export type Group<Item> = { readonly length: number } & (
  | { readonly items: readonly Item[]; readonly body?: undefined }
  | { readonly body: Uint8Array; readonly items?: undefined }
);

/** The most items that wait as objects, and the least groups in a batch. */
const LONGEST_GROUP = 32;
const GROUPS_IN_BATCH = 16;

/**
 * Items that wait to be sent. Every so many of them are encoded as they come: objects that live from one batch to
 * the next are copied by the garbage collector again and again, and make it keep more memory; a span held as bytes
 * costs neither.
 */
export class Queue<Item> {
  readonly #pack: Pack<Item> | undefined;
  readonly #groupLength: number;
  #groups: Group<Item>[] = [];
  #open: Item[] = [];
  #length = 0;

  /** @param batchLength the most items that are taken at once */
  constructor(batchLength: number, pack: Pack<Item> | undefined) {
    const groupLength = Math.min(LONGEST_GROUP, Math.floor(batchLength / GROUPS_IN_BATCH));
    this.#groupLength = pack && groupLength > 1 ? groupLength : 1;
    this.#pack = this.#groupLength > 1 ? pack : undefined;
  }

  get length(): number {
    return this.#length;
  }

  push(item: Item): void {
    this.#length++;
    this.#open.push(item);
    if (this.#open.length < this.#groupLength) return;
    const body = this.#pack?.(this.#open);
    const { length } = this.#open;
    this.#groups.push(body ? { length, body } : { length, items: this.#open });
    this.#open = [];
  }

  /** Takes the oldest groups, as many as have no more than so many items together. */
  take(most: number): Group<Item>[] {
    let end = 0;
    let left = most;
    for (let next = this.#groups[0]; next && next.length <= left; next = this.#groups[++end]) {
      left -= next.length;
    }
    const taken = this.#groups.splice(0, end);
    if (this.#groups.length === 0 && this.#open.length > 0 && this.#open.length <= left) {
      taken.push({ length: this.#open.length, items: this.#open });
      left -= this.#open.length;
      this.#open = [];
    }
    this.#length -= most - left;
    return taken;
  }

  /**
   * Puts back what was taken, as much of its end as there is room for.
   *
   * @returns how many items are lost
   */
  putBack(taken: readonly Group<Item>[], room: number): number {
    const kept: Group<Item>[] = [];
    let left = Math.max(0, room);
    let lost = 0;
    for (const group of taken.toReversed()) {
      const part = lost > 0 ? undefined : endOf(group, left);
      if (part) kept.unshift(part);
      left -= part?.length ?? 0;
      lost += group.length - (part?.length ?? 0);
    }
    this.#groups = [...kept, ...this.#groups];
    this.#length += Math.max(0, room) - left;
    return lost;
  }
}

/** As much of a group's end as there is room for: what is encoded is kept or lost as a whole. */
function endOf<Item>(group: Group<Item>, room: number): Group<Item> | undefined {
  if (group.length <= room) return group;
  if (!group.items || room === 0) return undefined;
  return { length: room, items: group.items.slice(-room) };
}
