/** Bytes that may wait in this process, for all signals and threads together. */
export class Budget {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get held(): number {
    return this.#held;
  }

  /** Whether there is room for that many more bytes. */
  hasRoom(bytes: number): boolean {
    return this.#held + bytes <= this.#most;
  }

  /** Reserves bytes, even without room: a request that is already on its way cannot be refused. */
  hold(bytes: number): void {
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}
