import { type Failure, readFailure } from './failure.ts';
import type { Parcel, Route, ToThread } from './parcel.ts';
import { AT_EXIT, nextWait, WHILE_RUNNING } from './retry-schedule.ts';
import { createTransport, type Transport } from './transport.ts';

/** Requests under way at the same time; more than the SDK's exporters accept would be refused by them. */
const LANES = 8;

/** One parcel and how often its delivery was started: an earlier start does not speak for a later one. */
interface Job {
  readonly parcel: Parcel;
  start: number;
}

/**
 * Delivers parcels in the thread that it is made in, a few at a time.
 *
 * @param settle is called once for a parcel: it arrived, or was given up
 * @param timeoutMillis replaces the configured timeout of a delivery
 */
export function createDeliverer(
  settle: (id: number, failure: Failure | undefined) => void,
  timeoutMillis?: number,
): (message: ToThread) => void {
  const transports = new Map<string, Transport>();
  const jobs = new Map<number, Job>();
  const waiting: Job[] = [];
  let busy = 0;
  let deadline: number | undefined;

  function next(): void {
    while (busy < LANES) {
      const job = waiting.shift();
      if (!job) return;
      busy++;
      start(job);
    }
  }

  function start(job: Job): void {
    const own = ++job.start;
    const { id, route } = job.parcel;
    const isOver = () => jobs.get(id) !== job;
    const finish = (failure: Failure | undefined) => {
      if (isOver() || (failure && job.start !== own)) return;
      jobs.delete(id);
      busy--;
      settle(id, failure);
      next();
    };
    const schedule = deadline === undefined ? WHILE_RUNNING : AT_EXIT;
    let end = deadline;
    const attempt = (failures: number): void => {
      if (isOver() || job.start !== own) return;
      try {
        const transport = transportFor(route, deadline === undefined ? timeoutMillis : untilAbout(deadline));
        end ??= Date.now() + transport.timeoutMillis;
        transport.send(job.parcel.body, failure => afterAttempt(failures, failure));
      } catch (error) {
        finish(readFailure(error));
      }
    };
    const afterAttempt = (failures: number, failure: Failure | undefined) => {
      const left = (end ?? 0) - Date.now();
      const wait = failure?.retry === 'soon' ? nextWait(schedule, failures + 1, left) : undefined;
      if (wait === undefined) finish(failure);
      else setTimeout(attempt, wait, failures + 1).unref();
    };
    attempt(0);
  }

  function transportFor(route: Route, timeout: number | undefined): Transport {
    const key = JSON.stringify([route, timeout]);
    const transport = transports.get(key) ?? createTransport(route, timeout);
    transports.set(key, transport);
    return transport;
  }

  return message => {
    if (message.type === 'send') {
      const job = { parcel: message.parcel, start: 0 };
      jobs.set(message.parcel.id, job);
      waiting.push(job);
      next();
    } else if (message.type === 'hurry') {
      // Exporters may sit in a back-off or on a dead connection: what they have is sent again, at once.
      deadline = message.deadline;
      for (const job of jobs.values()) if (job.start > 0) start(job);
    } else {
      deadline = undefined;
    }
  };
}

/** Coarse, so that what is sent at about the same time shares a transport and its connection. */
function untilAbout(deadline: number): number {
  return Math.max(1, Math.ceil((deadline - Date.now()) / 100)) * 100;
}
