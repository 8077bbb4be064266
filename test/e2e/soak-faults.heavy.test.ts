import { describe, expect, it } from 'vitest';
import {
  answer,
  answerAfterInformation,
  answerHuge,
  answerLate,
  answerPartially,
  type Behaviour,
  dribble,
  neverAnswer,
  reset,
  resetMidResponse,
  sendGarbage,
  startFaultyCollector,
} from '../helpers/faulty-collector.ts';
import { preloaded, run } from '../helpers/processes.ts';
import { isThorough } from '../helpers/thorough.ts';

/** How long the collector misbehaves: OTEL_RUN_SOAK_MINUTES=10 before a release, half a minute in a thorough run. */
const MINUTES = Number(process.env.OTEL_RUN_SOAK_MINUTES) || undefined;
const DURATION = MINUTES ? MINUTES * 60_000 : isThorough ? 30_000 : 15_000;

/** MiB that the second half may add: a heap that is collected, and what the process has from the system. */
const FLAT_HEAP = 16;
const FLAT_RSS = 256;

/** Milliseconds; a machine that runs other tests is slow at times. */
const EVENT_LOOP_DELAY = 1000;

interface Phase {
  readonly behaviour: Behaviour;
  /** Whether what comes is kept; `partially`: all but one item of each request. */
  readonly keeps: boolean | 'partially';
}

const rejectOne: Behaviour = (request, response, count) =>
  answerPartially(
    request.url?.endsWith('/v1/logs')
      ? { rejectedLogRecords: '1', errorMessage: 'one record is too old' }
      : { rejectedSpans: '1', errorMessage: 'one span is too old' },
  )(request, response, count);

const retryAfter = (value: string) => ({ behaviour: answer(429, { 'retry-after': value }), keeps: false });

/** The time at which to come back, as a date. */
function answerLater(...values: Parameters<Behaviour>): void {
  answer(429, { 'retry-after': new Date(Date.now() + 2000).toUTCString() })(...values);
}

/** What the collector does in turn. Between two of them it is well for as long. */
const PHASES: readonly Phase[] = [
  { behaviour: answerLate(200), keeps: true },
  { behaviour: reset, keeps: false },
  { behaviour: answer(503), keeps: false },
  // It has said 200: what it was sent is not sent again.
  { behaviour: resetMidResponse, keeps: true },
  { behaviour: neverAnswer, keeps: false },
  { behaviour: sendGarbage, keeps: false },
  { behaviour: dribble, keeps: false },
  retryAfter('1'),
  retryAfter('0'),
  retryAfter('-5'),
  retryAfter('soon'),
  { behaviour: answerLater, keeps: false },
  { behaviour: answer(413), keeps: false },
  { behaviour: answer(302, { location: 'http://elsewhere.example/' }), keeps: false },
  { behaviour: answerHuge(500), keeps: false },
  { behaviour: rejectOne, keeps: 'partially' },
  { behaviour: answer(400), keeps: false },
  { behaviour: answerAfterInformation, keeps: true },
].flatMap(phase => [phase, { behaviour: answer(200), keeps: true }] as Phase[]);

describe('an application whose collector does everything wrong in turn', () => {
  it(
    'keeps its memory and its pace, and every item arrives or is counted',
    async () => {
      const spans = new Set<string>();
      const records = new Set<string>();
      const rejected = { spans: 0, records: 0 };
      const start = Date.now();
      const phase = () =>
        PHASES[Math.floor(((Date.now() - start) / DURATION) * PHASES.length)] ?? {
          behaviour: answer(200),
          keeps: true,
        };
      const collector = await startFaultyCollector((request, response, count) => {
        const { behaviour, keeps } = phase();
        const { spanIds, recordStarts } = collector.requests[count - 1] ?? { spanIds: [], recordStarts: [] };
        if (keeps) {
          for (const id of spanIds) spans.add(id);
          for (const text of recordStarts) records.add(text.split(' ', 2).join(' '));
        }
        if (keeps === 'partially') {
          rejected.spans += spanIds.length > 0 ? 1 : 0;
          rejected.records += recordStarts.length > 0 ? 1 : 0;
        }
        behaviour(request, response, count);
      });
      const env = {
        ...preloaded(collector.environment('soak')),
        OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
        OTEL_BSP_SCHEDULE_DELAY: '200',
        OTEL_BLRP_SCHEDULE_DELAY: '200',
        OTEL_RUN_FLUSH_TIMEOUT: '20000',
      };

      const application = [process.execPath, '--expose-gc', 'soak.cjs', String(DURATION)];
      const { code, stdout, stderr } = await run(application, { env, timeout: DURATION + 120_000 });
      await collector.close();

      const { sent, heap, rss, delay } = JSON.parse(stdout);
      expect(code).toBe(0);
      expect({
        spans: spans.size - rejected.spans + lost(stderr, 'traces', 'span'),
        records: records.size - rejected.records + lost(stderr, 'logs', 'log record'),
        stderr,
      }).toEqual({ spans: sent, records: sent, stderr });
      expect(heap).toBeLessThan(FLAT_HEAP);
      expect(rss).toBeLessThan(FLAT_RSS);
      expect(delay).toBeLessThan(EVENT_LOOP_DELAY);
    },
    DURATION + 180_000,
  );
});

/** Items that lines on stderr count: those of each time that exports failed, and what the last line left out. */
function lost(stderr: string, signal: string, item: string): number {
  const before = stderr.split('\n').filter(line => line.includes(`otel-run: ${signal}:`));
  let sum = 0;
  let soFar = 0;
  for (const line of before) {
    const count = Number(new RegExp(`(\\d+) ${item}s? lost`).exec(line)?.[1] ?? 0);
    const isOver = line.includes('lost meanwhile');
    sum += isOver ? count : 0;
    soFar = isOver ? 0 : count;
  }
  const atExit =
    stderr.split('\n').find(line => line.includes('could not be delivered before the exit')) ?? '';
  return sum + soFar + Number(new RegExp(`(\\d+) ${item}s?\\b`).exec(atExit)?.[1] ?? 0);
}
