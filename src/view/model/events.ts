import type { ViewFinding } from './findings.ts';
import type { ViewLog } from './logs.ts';
import type { ViewProcess } from './processes.ts';
import type { ServicesAnswer } from './services.ts';
import type { StatusAnswer } from './status.ts';
import type { TraceSummary } from './traces.ts';

/**
 * Event `hello`: the first one of every connection. `resumed` means that the changes after the
 * `Last-Event-ID` follow. Otherwise the client must discard everything and request it again.
 */
export interface Hello {
  readonly version: string;
  /** A different id means that another view now runs at this port. */
  readonly session: string;
  readonly resumed: boolean;
}

/**
 * Event `change`, at most five per second: everything that changed since the event before. Lists contain
 * complete items that replace those with the same id; missing items have not changed. A client sends the id
 * back as `Last-Event-ID` (or `?lastEventId=`) to continue after it.
 */
export interface Change {
  readonly status?: StatusAnswer;
  readonly traces?: readonly TraceSummary[];
  /** The oldest first. */
  readonly logs?: readonly ViewLog[];
  /** Number of records that arrived faster than they can be shown; `/api/logs` has them. */
  readonly skippedLogs?: number;
  readonly services?: ServicesAnswer;
  readonly findings?: readonly ViewFinding[];
  readonly processes?: readonly ViewProcess[];
  /** `/api/metrics` has news. */
  readonly metrics?: true;
  /** Dropped traces, and the lowest id of the records that are still held. */
  readonly removed?: { readonly traceIds: readonly string[]; readonly oldestLogId: number };
}
