/** A line that stands for any lines. */
const OMITTED = '…';

/**
 * Whether an output is what a document shows of it: the same lines in the same order, from anywhere on. Ids, numbers,
 * times, bars and spaces may differ, and so may the machine; a line of `…` stands for any lines.
 *
 * @returns the first shown lines that the output does not have; undefined where it has all
 */
export function missingFrom(output: string, shown: string): string | undefined {
  const lines = output.split('\n').map(normalized);
  let position = 0;
  for (const part of partsOf(shown)) {
    const found = indexOfPart(lines, part.map(normalized), position);
    if (found < 0) return part.join('\n');
    position = found + part.length;
  }
  return undefined;
}

function partsOf(shown: string): string[][] {
  const parts: string[][] = [[]];
  for (const line of shown.trimEnd().split('\n')) {
    if (line.trim() === OMITTED) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.filter(part => part.length > 0);
}

function indexOfPart(lines: readonly string[], part: readonly string[], from: number): number {
  for (let start = from; start + part.length <= lines.length; start++) {
    if (part.every((line, index) => lines[start + index] === line)) return start;
  }
  return -1;
}

function normalized(line: string): string {
  return line
    .replace(/"hostname":"[^"]*"/, '"hostname":"…"')
    .replace(/\b[0-9a-f]{8,32}(?:-[0-9a-f]+)*(?:\b|…)/g, 'ID')
    .replace(/\d+(?:\.\d+)?/g, 'N')
    .replace(/\bN (?:µs|ms|s)\b/g, 'TIME')
    .replace(/━+/g, '')
    .replace(/\s+/g, ' ')
    .trimEnd();
}
