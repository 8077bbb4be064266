/** `GET /api/status`: this view, its commands and its contents. */
export interface StatusAnswer {
  /** The version of otel-run. */
  readonly version: string;
  readonly startTimeMs: number;
  /** Where applications may send telemetry. */
  readonly receiver: { readonly http: string; readonly grpc: string };
  /** The commands under this view and under joined views. */
  readonly commands: readonly ViewCommand[];
  readonly held: Counts;
  /** What was dropped because of `--max-spans` and memory, since the start. */
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
  /** The name and the path of its working directory. */
  readonly folderName: string;
  readonly folder: string;
  readonly service: string;
  readonly startTimeMs: number;
  /** Null while it runs. If a signal ended it, `code` is null. */
  readonly ended: {
    readonly timeMs: number;
    readonly code: number | null;
    readonly signal: string | null;
  } | null;
  /** The commit of the repository that it was started in. */
  readonly commit: { readonly hash: string; readonly branch: string | null } | null;
}
