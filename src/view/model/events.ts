import type { ViewFinding } from './findings.ts';
import type { ViewLog } from './logs.ts';
import type { ViewProcess } from './processes.ts';
import type { ServicesAnswer } from './services.ts';
import type { StatusAnswer } from './status.ts';
import type { TraceSummary } from './traces.ts';

/**
 * Event `hello`: the first one of every connection. `resumed` says that the changes after the `Last-Event-ID` follow;
 * else everything held before is to be thrown away and asked for again.
 */
export interface Hello {
  readonly version: string;
  /** Another one: another view runs at this port now. */
  readonly session: string;
  readonly resumed: boolean;
}

/**
 * Event `change`, at most five a second: everything that is new or different since the event before. A list has whole
 * items that replace those with the same id; what is not there has not changed. Its id is sent back as `Last-Event-ID`
 * (or `?lastEventId=`) to go on after it.
 */
export interface Change {
  readonly status?: StatusAnswer;
  readonly traces?: readonly TraceSummary[];
  /** The oldest first. */
  readonly logs?: readonly ViewLog[];
  /** Records that came in faster than they can be shown; `/api/logs` has them. */
  readonly skippedLogs?: number;
  readonly services?: ServicesAnswer;
  readonly findings?: readonly ViewFinding[];
  readonly processes?: readonly ViewProcess[];
  /** `/api/metrics` has news. */
  readonly metrics?: true;
  /** Traces that were dropped, and the lowest id of the records that still are. */
  readonly removed?: { readonly traceIds: readonly string[]; readonly oldestLogId: number };
}
