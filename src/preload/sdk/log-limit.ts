import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { parseSamplingRate, type SamplingRate } from '../../config/parse/sampling.ts';
import { LONGEST_TIMER } from '../../shared/longest-timer.ts';
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
  last: Emitted | undefined;
}

/** A record with its context. */
type Emitted = Parameters<LogRecordProcessor['onEmit']>;

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
  const limited = new LimitedLogs(rate, exporting, now);
  delivery.onDrain(() => limited.finish());
  return [limited];
}

class LimitedLogs implements LogRecordProcessor {
  readonly #exporting: readonly LogRecordProcessor[];
  readonly #now: () => number;
  readonly #most: number;
  readonly #interval: number;
  readonly #messages = new Map<string, Repeated>();
  #end = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(rate: SamplingRate, exporting: readonly LogRecordProcessor[], now: () => number) {
    this.#exporting = exporting;
    this.#now = now;
    this.#most = Math.max(1, Math.floor(rate.number));
    this.#interval = rate.seconds * 1000;
  }

  onEmit(record: Emitted[0], active: Emitted[1]): void {
    const time = this.#now();
    if (time >= this.#end) {
      this.finish();
      this.#end = time + this.#interval;
    }
    const known = repeatedOf(this.#messages, record);
    if (!known || known.passed < this.#most) {
      if (known) known.passed++;
      this.#pass(record, active);
      return;
    }
    known.held++;
    known.last = [record, active];
    this.#timer ??= setTimeout(() => this.finish(), Math.min(this.#end - time, LONGEST_TIMER)).unref();
  }

  /** Ends the interval: passes the last of the held records of each message, with their count. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const repeated = [...this.#messages.values()];
    this.#messages.clear();
    for (const { held, last } of repeated) if (last) this.#pass(counted(last[0], held), last[1]);
  }

  async forceFlush(): Promise<void> {
    this.finish();
    await Promise.all(this.#exporting.map(one => one.forceFlush()));
  }

  async shutdown(): Promise<void> {
    this.finish();
    await Promise.all(this.#exporting.map(one => one.shutdown()));
  }

  #pass(record: Emitted[0], active: Emitted[1]): void {
    for (const processor of this.#exporting) processor.onEmit(record, active);
  }
}

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

/** The record with a count. The SDK's own record is read-only after it was emitted. */
function counted(record: Emitted[0], count: number): Emitted[0] {
  return Object.create(record, { attributes: { value: { ...record.attributes, [REPEATED]: count } } });
}
