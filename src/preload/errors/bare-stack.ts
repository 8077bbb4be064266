/** What of a stack trace is ours, and what it would have shown in place of it. */
export interface OwnFrames {
  /** The folder and the files whose frames are ours. */
  readonly places: readonly string[];
  /** `Error.stackTraceLimit`. */
  readonly limit: number;
  /** Stack traces of those who called our frames, from the innermost on. */
  readonly callers: readonly string[];
}

const FRAME = /^ {4}at /;

/** Frames below ours where a context is entered: of Node.js, and of OpenTelemetry's API as the application has it. */
const ENTERS = /^ {4}at (?:AsyncLocalStorage\.run \(node:|ContextAPI\.with \(.*[\\/]api[\\/])/;

/** Node.js' own frame where somebody, as we do, follows what is asynchronous by hooks. */
const CALLS_HOOKS = /^ {4}at .*\bcallbackTrampoline \(node:/;

/** A text with stack traces, each without our frames, and with those instead that had no room beside them. */
export function bareStack(text: string, own: OwnFrames): string {
  if (!isOurs(text, own) && !text.includes('callbackTrampoline')) return text;
  const bare: string[] = [];
  let frames: string[] = [];
  for (const line of text.split('\n')) {
    if (FRAME.test(line)) {
      frames.push(line);
      continue;
    }
    bare.push(...bareFrames(frames, own), line);
    frames = [];
  }
  return [...bare, ...bareFrames(frames, own)].join('\n');
}

function bareFrames(frames: readonly string[], own: OwnFrames): readonly string[] {
  const all = frames.length < own.limit ? frames : own.callers.reduce(withCallers(own), frames);
  return all.filter((_, index) => !belongsToUs(all, index, own)).slice(0, own.limit);
}

/** Frames that end within ours, or within those that called us, go on with those that called us. */
const withCallers = (own: OwnFrames) => (frames: readonly string[], caller: string) => {
  const callers = caller.split('\n').filter(line => FRAME.test(line));
  const shared = callers.findLastIndex((_, index) => endsWith(frames, callers.slice(0, index + 1)));
  if (shared >= 0) return [...frames, ...callers.slice(shared + 1)];
  const last = frames.at(-1) ?? '';
  return isOurs(last, own) || ENTERS.test(last) ? [...frames, ...callers] : frames;
};

function endsWith(frames: readonly string[], end: readonly string[]): boolean {
  return end.length <= frames.length && end.every((frame, index) => frame === frames.at(index - end.length));
}

function belongsToUs(frames: readonly string[], index: number, own: OwnFrames): boolean {
  const [frame = '', caller = ''] = frames.slice(index);
  return isOurs(frame, own) || CALLS_HOOKS.test(frame) || (ENTERS.test(frame) && isOurs(caller, own));
}

function isOurs(frame: string, { places }: OwnFrames): boolean {
  return places.some(place => frame.includes(place));
}
