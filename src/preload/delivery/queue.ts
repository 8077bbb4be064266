/** Encodes consecutive items; undefined if they cannot be encoded yet. */
export type Pack<Item> = (items: readonly Item[]) => Uint8Array | undefined;

/** Consecutive items, either as objects or encoded. */
export type Group<Item> = { readonly length: number; readonly bytes: number } & (
  | { readonly items: readonly Item[]; readonly body?: undefined }
  | { readonly body: Uint8Array; readonly items?: undefined }
);

/** Limits of a batch. */
export interface BatchLimits {
  readonly items: number;
  readonly bytes: number;
}

/** The maximum number of items that wait as objects, and the minimum number of groups in a batch. */
const LONGEST_GROUP = 32;
const GROUPS_IN_BATCH = 16;

/** Bytes that end a group, and that give an item its own group, since a collector may find it too large. */
const LARGEST_GROUP = 2 ** 17;
const LARGE_ITEM = 2 ** 15;

/**
 * Items that wait to be sent. They are encoded in small groups as they arrive: the garbage collector copies
 * objects that live from one batch to the next again and again, and keeps more memory for them. A span held
 * as bytes costs neither.
 */
export class Queue<Item> {
  readonly #pack: Pack<Item> | undefined;
  readonly #groupLength: number;
  #groups: Group<Item>[] = [];
  #open: Item[] = [];
  #openBytes = 0;
  #length = 0;
  #bytes = 0;

  /** @param batchLength the maximum number of items taken at once */
  constructor(batchLength: number, pack: Pack<Item> | undefined) {
    const groupLength = Math.min(LONGEST_GROUP, Math.floor(batchLength / GROUPS_IN_BATCH));
    this.#groupLength = pack && groupLength > 1 ? groupLength : 1;
    this.#pack = pack;
  }

  get length(): number {
    return this.#length;
  }

  /** About how much memory the items take. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param bytes about the size of the item */
  push(item: Item, bytes: number): void {
    if (bytes >= LARGE_ITEM) this.#closeGroup();
    this.#length++;
    this.#bytes += bytes;
    this.#openBytes += bytes;
    this.#open.push(item);
    if (this.#open.length < this.#groupLength && bytes < LARGE_ITEM && this.#openBytes < LARGEST_GROUP)
      return;
    this.#closeGroup();
  }

  /** Takes as many of the oldest groups as a batch may have, and at least one, however large it is. */
  take(most: BatchLimits): Group<Item>[] {
    const taken: Group<Item>[] = [];
    let { items, bytes } = most;
    const fits = (group: { readonly length: number; readonly bytes: number }) =>
      group.length <= items && (group.bytes <= bytes || taken.length === 0);
    const take = (group: Group<Item>) => {
      taken.push(group);
      items -= group.length;
      bytes -= group.bytes;
    };
    for (const group of this.#groups) {
      if (!fits(group)) break;
      take(group);
    }
    this.#groups.splice(0, taken.length);
    const open = { length: this.#open.length, bytes: this.#openBytes, items: this.#open };
    if (this.#groups.length === 0 && open.length > 0 && fits(open)) {
      take(open);
      this.#startGroup();
    }
    this.#length -= most.items - items;
    this.#bytes -= most.bytes - bytes;
    return taken;
  }

  /**
   * Puts taken groups back, as many from the end as there is room for.
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
      this.#bytes += part?.bytes ?? 0;
    }
    this.#groups = [...kept, ...this.#groups];
    this.#length += Math.max(0, room) - left;
    return lost;
  }

  #closeGroup(): void {
    const { length } = this.#open;
    if (length === 0) return;
    const isPacked = this.#groupLength > 1 || this.#openBytes >= LARGE_ITEM;
    const body = isPacked ? this.#pack?.(this.#open) : undefined;
    const group = body
      ? { length, bytes: body.byteLength, body }
      : { length, bytes: this.#openBytes, items: this.#open };
    this.#bytes += group.bytes - this.#openBytes;
    this.#groups.push(group);
    this.#startGroup();
  }

  #startGroup(): void {
    this.#open = [];
    this.#openBytes = 0;
  }
}

/** As much of a group's end as there is room for. An encoded group is kept or lost as a whole. */
function endOf<Item>(group: Group<Item>, room: number): Group<Item> | undefined {
  if (group.length <= room) return group;
  if (!group.items || room === 0) return undefined;
  return { length: room, bytes: (group.bytes * room) / group.length, items: group.items.slice(-room) };
}
