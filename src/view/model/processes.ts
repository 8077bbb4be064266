/** `GET /api/processes`: Node.js processes and worker threads; a tree by `ppid`, threads by `pid`. */
export interface ProcessesAnswer {
  readonly processes: readonly ViewProcess[];
}

export interface ViewProcess {
  readonly pid: number;
  readonly ppid: number;
  /** 0 is the main thread. */
  readonly threadId: number;
  readonly argv: readonly string[];
  /** For reading, with paths shortened to their last part: `node server.js`. */
  readonly title: string;
  readonly decision: 'initialized' | 'skipped';
  /** Why it was skipped: `tsx runs the work in a child`. */
  readonly reason: string | null;
  readonly instanceId: string | null;
  readonly service: string | null;
  /** Id of its `ViewCommand`. */
  readonly command: string;
  readonly startTimeMs: number;
  readonly running: boolean;
  /** Its state at the exit, if it had time to report it. */
  readonly exit: {
    readonly openSpans: readonly string[];
    readonly openSpanCount: number;
    readonly flushMs: number;
    readonly lost: number;
  } | null;
}
