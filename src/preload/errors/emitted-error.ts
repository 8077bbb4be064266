import { EventEmitter } from 'node:events';
import { bareStack, type OwnFrames } from './bare-stack.ts';

/** The method that adds to an error's stack where an emitter without a listener got it. */
const ENHANCE = 'kEnhanceStackBeforeInspector';

const HEADING = /^Emitted 'error' event(?: on .+ instance)? at:$/m;

const REPEATED = '    [... lines matching original stack trace ...]';

/** Node.js shortens a repetition of more than three lines to its first and last line. */
const MOST_REPEATED = 3;

/**
 * Does what Node.js does just before it prints the error of an emitter without a listener: it adds where the
 * event was emitted, without our frames. The error's own stack trace has none left.
 */
export function addWhereEmitted(error: { stack?: unknown }, own: OwnFrames): void {
  const whole = enhanced(error);
  const heading = whole === undefined ? null : HEADING.exec(whole);
  if (!whole || !heading || !own.places.some(place => whole.includes(place))) return;
  const before = whole.slice(0, heading.index);
  const original = before.split('\n').slice(1);
  const emitted = withRepeated(whole.slice(heading.index).split('\n'), original);
  const bare = bareStack(emitted.join('\n'), own).split('\n');
  const shown = leavesOutRepeated() ? [bare[0], ...withoutRepeated(bare.slice(1), original)] : bare;
  Reflect.deleteProperty(error, enhanceKey(error) as symbol);
  error.stack = before + shown.join('\n');
}

function enhanced(error: object): string | undefined {
  const key = enhanceKey(error);
  const text = key && (Reflect.get(error, key) as () => unknown)();
  return typeof text === 'string' ? text : undefined;
}

function enhanceKey(error: object): symbol | undefined {
  return Object.getOwnPropertySymbols(error).find(({ description }) => description === ENHANCE);
}

/** Restores the lines that Node.js left out. */
function withRepeated(lines: readonly string[], original: readonly string[]): readonly string[] {
  const at = lines.indexOf(REPEATED);
  if (at < 0) return lines;
  const from = original.indexOf(lines[at - 1] as string);
  const to = original.indexOf(lines[at + 1] as string, from);
  return [...lines.slice(0, at), ...original.slice(from + 1, to), ...lines.slice(at + 1)];
}

function withoutRepeated(lines: readonly string[], original: readonly string[]): readonly string[] {
  for (const [index, line] of lines.entries()) {
    const at = original.indexOf(line);
    let length = 0;
    while (at >= 0 && index + length < lines.length && lines[index + length] === original[at + length])
      length++;
    if (length > MOST_REPEATED) return lines.toSpliced(index + 1, length - 2, REPEATED);
  }
  return lines;
}

/** Several releases of 22 and later show all of them, because of a bug. */
function leavesOutRepeated(depth = MOST_REPEATED + 1): boolean {
  if (depth > 0) return leavesOutRepeated(depth - 1);
  const error = new Error('to see how it is shown');
  try {
    new EventEmitter().emit('error', error);
  } catch {
    // Expected.
  }
  return enhanced(error)?.includes(REPEATED) ?? false;
}
