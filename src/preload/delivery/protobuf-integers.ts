/** The lower and the upper 32 bits of an integer of 64 bits, as two's complement. */
export function halvesOf(value: number): [low: number, high: number] {
  const size = Math.abs(value);
  const low = size >>> 0;
  const high = (size / 2 ** 32) >>> 0;
  if (value >= 0) return [low, high];
  const negated = -low >>> 0;
  return [negated, (negated === 0 ? -high : ~high) >>> 0];
}

/** How many bytes a varint of up to 32 bits takes. */
export function sizeOfVarint(value: number): number {
  let bytes = 1;
  for (let left = value >>> 7; left > 0; left >>>= 7) bytes++;
  return bytes;
}
