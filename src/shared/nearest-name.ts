/**
 * The candidate most likely meant by a name, or `undefined` if none is close. `most` is the number of letters
 * that may be wrong: by default a third of them, but at most four. Ignores case.
 */
export function nearestName(name: string, candidates: readonly string[], most?: number): string | undefined {
  const wanted = name.toLowerCase();
  const tolerated = most ?? Math.min(4, Math.ceil(wanted.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > tolerated) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance <= tolerated && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { candidate, distance };
  }
  return best?.candidate;
}

/**
 * Number of insertions, deletions, replacements and swaps of neighbours that turn one string into the other.
 */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (last[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swap = swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced, swap));
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
