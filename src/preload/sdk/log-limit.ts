import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { parseSamplingRate } from '../../config/parse/sampling.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';

/** How many identical records a record stands for, including itself. */
const REPEATED = 'otel_run.log.repeated';

/** The maximum number of different messages in one interval; further messages are not limited. */
const MOST_MESSAGES = 1000;

/** How many characters of a message are compared. */
const LONGEST_KEY = 200;

/** The records of one message in this interval. */
interface Repeated {
  passed: number;
  /** Records that did not pass, and the last of them. */
  held: number;
  last: Parameters<LogRecordProcessor['onEmit']> | undefined;
}

/**
 * Runs before the exporting processors. Among records with the same severity and message, the first ones of
 * an interval pass. At the end of the interval, the last of the others passes with their count.
 *
 * @param limit for example `100/s`; without a valid rate nothing is limited
 */
export function limitLogs(
  limit: string,
  exporting: LogRecordProcessor[],
  delivery: Pick<Delivery, 'onDrain'>,
  now: () => number = monotonicNow,
): LogRecordProcessor[] {
  const rate = parseSamplingRate(limit);
  if (!rate) return exporting;
  const most = Math.max(1, Math.floor(rate.number));
  const interval = rate.seconds * 1000;
  const messages = new Map<string, Repeated>();
  let end = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;

  function pass(...values: Parameters<LogRecordProcessor['onEmit']>): void {
    for (const processor of exporting) processor.onEmit(...values);
  }

  function finish(): void {
    clearTimeout(timer);
    timer = undefined;
    const repeated = [...messages.values()];
    messages.clear();
    for (const { held, last } of repeated) if (last) pass(counted(last[0], held), last[1]);
  }

  delivery.onDrain(finish);
  const processor: LogRecordProcessor = {
    onEmit(record, active) {
      const time = now();
      if (time >= end) {
        finish();
        end = time + interval;
      }
      const known = repeatedOf(messages, record);
      if (!known || known.passed < most) {
        if (known) known.passed++;
        pass(record, active);
        return;
      }
      known.held++;
      known.last = [record, active];
      timer ??= setTimeout(finish, Math.min(end - time, LONGEST_TIMER)).unref();
    },
    async forceFlush() {
      finish();
      await Promise.all(exporting.map(one => one.forceFlush()));
    },
    async shutdown() {
      finish();
      await Promise.all(exporting.map(one => one.shutdown()));
    },
  };
  return [processor];
}

/** Milliseconds. Node.js fires a timer that is set for longer immediately. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Undefined for a record without a message, and if there are too many messages. */
function repeatedOf(
  messages: Map<string, Repeated>,
  { severityNumber, body }: ReadableLogRecord,
): Repeated | undefined {
  if (typeof body !== 'string') return undefined;
  const text = body.length > LONGEST_KEY ? `${body.slice(0, LONGEST_KEY)}${body.length}` : body;
  const key = `${severityNumber} ${text}`;
  const known = messages.get(key);
  if (known || messages.size >= MOST_MESSAGES) return known;
  const first: Repeated = { passed: 0, held: 0, last: undefined };
  messages.set(key, first);
  return first;
}

type Record = Parameters<LogRecordProcessor['onEmit']>[0];

/** The record with a count. The SDK's own record is read-only after it was emitted. */
function counted(record: Record, count: number): Record {
  return Object.create(record, { attributes: { value: { ...record.attributes, [REPEATED]: count } } });
}
