/** The frames in a stack trace that are ours, and the frames that it would have shown in their place. */
export interface OwnFrames {
  /** The folder and the files whose frames are ours. */
  readonly places: readonly string[];
  /** `Error.stackTraceLimit`. */
  readonly limit: number;
  /** Stack traces of the callers of our frames, innermost first. */
  readonly callers: readonly string[];
}

const FRAME = /^ {4}at /;

/**
 * Frames below ours that enter a context: of Node.js, and of the application's copy of OpenTelemetry's API.
 */
const ENTERS = /^ {4}at (?:AsyncLocalStorage\.run \(node:|ContextAPI\.with \(.*[\\/]api[\\/])/;

/** Node.js' own frame if anyone, as we do, follows asynchronous calls with hooks. */
const CALLS_HOOKS = /^ {4}at .*\bcallbackTrampoline \(node:/;

/** Node.js' `Module.prototype.require`: its frame has no name while our function is in its place. */
const REQUIRE = /Module\.<anonymous>( \(node:internal.*\n {4}at require )/g;

/** Removes our frames from the stack traces in a string, and adds the frames for which they left no room. */
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
  return [...bare, ...bareFrames(frames, own)].join('\n').replace(REQUIRE, 'Module.require$1');
}

function bareFrames(frames: readonly string[], own: OwnFrames): readonly string[] {
  const all = frames.length < own.limit ? frames : own.callers.reduce(withCallers(own), frames);
  return all.filter((_, index) => !belongsToUs(all, index, own)).slice(0, own.limit);
}

/** If the frames end within ours or within their callers, continues with the callers. */
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
