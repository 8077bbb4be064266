import type { Route } from '../../config/route.ts';
import { monotonicNow } from '../foundation/intrinsics.ts';
import { createTransport } from './create-transport.ts';
import type { Failure } from './failure.ts';
import { Pauses } from './pauses.ts';
import { readFailure } from './read-failure.ts';
import type { Rejection } from './rejection.ts';
import { AT_EXIT, nextWait, type RetrySchedule, WHILE_RUNNING } from './retry-schedule.ts';
import type { EncodedRequest, ExportResult, ToThread } from './thread-messages.ts';
import type { Transport } from './transport.ts';

/** Simultaneous requests. The SDK's exporters refuse more than their limit. */
const LANES = 8;

/** The share of an exit's time in which running requests can be answered before they are sent again. */
const SHARE_FOR_ANSWERS = 1 / 4;

/** A request, and how often its delivery was started: a failure of an earlier start does not count. */
interface Job {
  readonly request: EncodedRequest;
  starts: number;
}

/** One start of a job: its deadline and its retry schedule. */
interface Start {
  readonly job: Job;
  readonly number: number;
  readonly schedule: RetrySchedule;
  end: number | undefined;
}

/** Exports encoded requests from the thread that creates it, a few at a time. */
export class Exporter {
  readonly #onResult: (result: ExportResult) => void;
  readonly #timeoutMillis: number | undefined;
  readonly #transports = new Map<string, Transport>();
  readonly #underWay = new Map<number, Job>();
  readonly #waiting: Job[] = [];
  readonly #pauses = new Pauses();
  #deadline: number | undefined;

  /**
   * @param onResult called once for each request
   * @param timeoutMillis replaces the configured timeout of an export
   */
  constructor(onResult: (result: ExportResult) => void, timeoutMillis?: number) {
    this.#onResult = onResult;
    this.#timeoutMillis = timeoutMillis;
  }

  /** Handles a message of the process. */
  accept(message: ToThread): void {
    if (message.type === 'send') {
      this.#waiting.push({ request: message.request, starts: 0 });
      this.#startNext();
    } else if (message.type === 'hurry') {
      this.#hurry(message.deadline);
    } else if (message.type === 'relax') {
      this.#deadline = undefined;
    } else if (message.type === 'prepare') {
      this.#load(message.route);
    }
  }

  /** Loads the code of a transport, above all gRPC. */
  #load(route: Route): void {
    try {
      this.#transportFor(route);
    } catch {
      // The first request of the route fails for the same reason and reports it.
    }
  }

  /**
   * Exporters may be waiting for a retry or on a dead connection, so requests without an early answer are
   * sent a second time.
   */
  #hurry(deadline: number): void {
    this.#deadline = deadline;
    const jobs = [...this.#underWay.values()];
    const sendAgain = () => {
      for (const job of jobs) if (this.#deadline === deadline && this.#isUnderWay(job)) this.#start(job);
    };
    setTimeout(sendAgain, (deadline - monotonicNow()) * SHARE_FOR_ANSWERS).unref();
  }

  #startNext(): void {
    while (this.#underWay.size < LANES) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#underWay.set(job.request.id, job);
      this.#start(job);
    }
  }

  #start(job: Job): void {
    const schedule = this.#deadline === undefined ? WHILE_RUNNING : AT_EXIT;
    this.#attempt({ job, number: ++job.starts, schedule, end: this.#deadline }, 0);
  }

  /** @param failures earlier failed tries */
  #attempt(start: Start, failures: number): void {
    const { job } = start;
    if (!this.#isUnderWay(job) || job.starts !== start.number) return;
    try {
      const transport = this.#transportFor(job.request.route);
      start.end ??= monotonicNow() + transport.timeoutMillis;
      const wish = this.#pauses.wishOf(job.request.route);
      if (wish) this.#waitOrGiveUp(start, failures, wish);
      else
        transport.send(job.request.body, start.end - monotonicNow(), (failure, rejection) =>
          this.#onAttempted(start, failures + 1, failure, rejection),
        );
    } catch (error) {
      this.#finish(start, readFailure(error));
    }
  }

  #onAttempted(start: Start, failures: number, failure: Failure | undefined, rejection?: Rejection): void {
    if (failure) this.#pauses.note(start.job.request.route, failure);
    if (failure?.retry === 'later') this.#waitOrGiveUp(start, failures, failure);
    else this.#finish(start, failure, rejection);
  }

  #waitOrGiveUp(start: Start, failures: number, failure: Failure): void {
    const left = (start.end ?? 0) - monotonicNow();
    const pause = this.#pauses.left(start.job.request.route);
    const wait = nextWait(start.schedule, failures, pause, left);
    if (wait === undefined) this.#finish(start, failure);
    else setTimeout(() => this.#attempt(start, failures), wait).unref();
  }

  #finish({ job, number }: Start, failure: Failure | undefined, rejection?: Rejection): void {
    if (!this.#isUnderWay(job) || (failure && job.starts !== number)) return;
    this.#underWay.delete(job.request.id);
    this.#onResult({ id: job.request.id, failure, rejection });
    this.#startNext();
  }

  #isUnderWay(job: Job): boolean {
    return this.#underWay.get(job.request.id) === job;
  }

  #transportFor(route: Route): Transport {
    const timeout = this.#deadline === undefined ? this.#timeoutMillis : untilAbout(this.#deadline);
    const key = JSON.stringify([route, timeout]);
    const transport = this.#transports.get(key) ?? createTransport(route, timeout);
    this.#transports.set(key, transport);
    return transport;
  }
}

/** Rounded, so that requests sent at about the same time share a transport and its connection. */
function untilAbout(deadline: number): number {
  return Math.max(1, Math.ceil((deadline - monotonicNow()) / 100)) * 100;
}
