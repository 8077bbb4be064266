/** `GET /api/status`: what this view is, runs and holds. */
export interface StatusAnswer {
  /** Of otel-run. */
  readonly version: string;
  readonly startTimeMs: number;
  /** Where applications may send telemetry. */
  readonly receiver: { readonly http: string; readonly grpc: string };
  /** The commands that run under this view, and under those that have joined it. */
  readonly commands: readonly ViewCommand[];
  readonly held: Counts;
  /** What had to go for `--max-spans` and for memory, since the start. */
  readonly dropped: Counts;
  /** Export requests that were refused because they were not valid OTLP. */
  readonly refusedRequests: number;
  readonly maxSpans: number;
}

export interface Counts {
  readonly traces: number;
  readonly spans: number;
  readonly logs: number;
}

export interface ViewCommand {
  readonly id: string;
  readonly argv: readonly string[];
  /** The name of its working directory, and its path. */
  readonly folderName: string;
  readonly folder: string;
  readonly service: string;
  readonly startTimeMs: number;
  /** Null while it runs. Where a signal ended it, `code` is null. */
  readonly ended: {
    readonly timeMs: number;
    readonly code: number | null;
    readonly signal: string | null;
  } | null;
  /** Of the repository that it was started in. */
  readonly commit: { readonly hash: string; readonly branch: string | null } | null;
}
