/** An error that a span or a record carries. */
export interface ViewException {
  readonly type: string;
  readonly message: string;
  /** As the runtime writes it; '' where there is none. */
  readonly stacktrace: string;
  /** `src/price.ts:12:7`: the first frame of the application's own, relative to the folder of its command. */
  readonly source: string | null;
  /** The lines around that place, where the file is on this machine. */
  readonly excerpt: readonly SourceLine[];
}

export interface SourceLine {
  readonly line: number;
  readonly text: string;
  /** Whether it is the line of the frame. */
  readonly at: boolean;
}
