import type { Route } from './route.ts';

/** The task of the probe's process. */
export interface ProbeRequest {
  readonly route: Route;
  readonly timeoutMillis: number;
}

/** The message of the probe's process: the answer, and the milliseconds until it arrived. */
export interface TimedAnswer {
  readonly answer: ProbeAnswer;
  readonly ms: number;
}

/** The receiver's first answer, or the code of the error that occurred instead. */
export interface ProbeAnswer {
  /** HTTP status, or the status code of gRPC; null without an answer. */
  readonly status: number | null;
  /** Only of an HTTP answer. */
  readonly contentType?: string | undefined;
  /** The error's code and message. May hold credentials: only for classification. */
  readonly error?: string | undefined;
}

/** What the extension's thread gets: the extension, and the working directory that a run would have. */
export interface ExtensionRequest {
  readonly specifier: string;
  readonly folder: string;
}
