import { LONGEST_TIMER } from '../shared/longest-timer.ts';
import type { RequestSummary } from './requests.ts';
import type { Telemetry } from './telemetry.ts';

/** The input of a wait: everything that has arrived so far. */
export interface Received extends Telemetry {
  readonly requests: readonly RequestSummary[];
}

export interface Waits {
  /** Resolves when the predicate is true, now or after an arrival; see `Receiver.waitFor`. */
  waitFor(predicate: (received: Received) => boolean, timeout: number): Promise<void>;
  /** Checks every open wait again. */
  recheck(): void;
  /** Rejects every open wait. */
  abandon(): void;
}

/** Waits for received telemetry. Each wait is checked on every arrival, so nothing polls. */
export function createWaits(received: Received): Waits {
  const open = new Set<{ check(): void; fail(reason: string): void }>();
  return {
    waitFor: (predicate, timeout) =>
      new Promise((resolve, reject) => {
        const settle = (finish: () => void) => {
          clearTimeout(timer);
          open.delete(wait);
          finish();
        };
        const wait = {
          check() {
            try {
              if (predicate(received)) settle(resolve);
            } catch (error) {
              settle(() => reject(error));
            }
          },
          fail: (reason: string) =>
            settle(() => reject(new Error(`${reason}; ${describeReceived(received)}`))),
        };
        const timer = setTimeout(
          () => wait.fail(`not received within ${timeout} ms`),
          Math.min(timeout, LONGEST_TIMER),
        );
        open.add(wait);
        wait.check();
      }),
    recheck() {
      for (const wait of [...open]) wait.check();
    },
    abandon() {
      for (const wait of [...open]) wait.fail('the receiver was closed while waiting');
    },
  };
}

/** What has arrived, in one line: `received 2 spans (GET /health, db.query), 0 log records, 0 metric points`. */
export function describeReceived({ spans, logs, metricPoints, requests }: Received): string {
  const counts = [
    describe(
      'span',
      spans.map(span => span.name),
    ),
    describe(
      'log record',
      logs.map(log => (typeof log.body === 'string' ? log.body : JSON.stringify(log.body))),
    ),
    describe(
      'metric point',
      metricPoints.map(point => point.name),
    ),
  ].join(', ');
  const refusals = requests.flatMap(request => request.refusal ?? []);
  return `received ${counts}${refusals.length > 0 ? `, and ${describe('refused request', refusals)}` : ''}`;
}

function describe(noun: string, names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, 10).map(name => (name.length > 60 ? `${name.slice(0, 59)}…` : name));
  const list = [...shown, ...(distinct.length > shown.length ? ['…'] : [])].join(', ');
  return `${names.length} ${noun}${names.length === 1 ? '' : 's'}${list && ` (${list})`}`;
}
