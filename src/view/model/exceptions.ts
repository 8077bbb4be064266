/** An error in a span or a record. */
export interface ViewException {
  readonly type: string;
  readonly message: string;
  /** As the runtime writes it; '' if there is none. */
  readonly stacktrace: string;
  /**
   * `src/price.ts:12:7`: the first frame in the application's code, relative to the folder of its command.
   */
  readonly source: string | null;
  /** The lines around that place, if the file is on this machine. */
  readonly excerpt: readonly SourceLine[];
}

export interface SourceLine {
  readonly line: number;
  readonly text: string;
  /** Whether it is the line of the frame. */
  readonly at: boolean;
}
