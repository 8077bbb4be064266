/** Random bytes that are drawn together: each conversion to text takes longer than the bytes. */
const POOL = new Uint32Array(64);
const POOL_BYTES = Buffer.from(POOL.buffer);

let digits = '';
let used = 0;

/** Random hexadecimal digits, at most 512. They are unique but not secret: to load `node:crypto` takes 4 to 7 ms. */
export function randomHex(count: number): string {
  if (used + count > digits.length) {
    for (let index = 0; index < POOL.length; index++) POOL[index] = Math.random() * 2 ** 32;
    digits = POOL_BYTES.toString('hex');
    used = 0;
  }
  used += count;
  return digits.slice(used - count, used);
}
