/** The place from which a function was called, in the form of bunyan's `src`. */
export interface CallerSource {
  readonly file: string | null;
  readonly line: number | null;
  readonly func?: string;
}

/**
 * The nearest caller outside of a file: the first frame after the last one in the file.
 *
 * @returns an empty source if the stack is too deep to reach the file
 */
export function callerOf(file: string): CallerSource | Record<string, never> {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 20;
    Error.prepareStackTrace = (_, frames) => frames;
    const frames = new Error().stack as unknown as NodeJS.CallSite[];
    const last = frames.findLastIndex(frame => frame.getFileName() === file);
    const caller = frames[last + 1];
    if (last === -1 || !caller) return {};
    const func = caller.getFunctionName();
    const source = { file: caller.getFileName() ?? null, line: caller.getLineNumber() };
    return func ? { ...source, func } : source;
  } finally {
    Error.prepareStackTrace = prepareStackTrace as NonNullable<typeof prepareStackTrace>;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
