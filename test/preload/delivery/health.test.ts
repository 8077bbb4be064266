import { describe, expect, it } from 'vitest';
import { Health } from '../../../src/preload/delivery/health.ts';

const MINUTE = 60_000;

function createHealth() {
  const lines: string[] = [];
  const clock = { now: 0 };
  const health = new Health(
    (level, message) => lines.push(`${level}: ${message}`),
    () => clock.now,
  );
  return { health, lines, clock };
}

describe('health', () => {
  it('says nothing of what arrives', () => {
    const { health, lines } = createHealth();
    health.arrived('traces', 10);

    expect(lines).toEqual([]);
  });

  it('says a lasting failure once a signal, every ten minutes, and at recovery', () => {
    const { health, lines, clock } = createHealth();
    for (let minute = 0; minute <= 21; minute++) {
      clock.now = minute * MINUTE;
      health.failed('traces', 2, { reason: 'refused' });
      if (minute === 5) health.failed('logs', 1, { reason: 'refused' });
    }
    health.arrived('traces', 10);
    health.arrived('traces', 10);

    expect(lines).toEqual([
      'warn: traces: exports fail (refused), 2 spans lost so far',
      'warn: logs: exports fail (refused), 1 log record lost so far',
      'warn: traces: exports fail (refused), 22 spans lost so far',
      'warn: traces: exports fail (refused), 42 spans lost so far',
      'warn: traces: exports arrive again, 44 spans lost meanwhile',
    ]);
  });

  it('does not count what is not lost', () => {
    const { health, lines } = createHealth();
    health.failed('traces', 0, { reason: 'refused' });
    health.arrived('traces', 1);

    expect(lines).toEqual([
      'warn: traces: exports fail (refused), nothing lost so far',
      'warn: traces: exports arrive again, nothing lost meanwhile',
    ]);
  });

  it('says what a collector rejects of what arrives, every ten minutes, and the rest at the exit', () => {
    const { health, lines, clock } = createHealth();
    for (let minute = 0; minute <= 15; minute++) {
      clock.now = minute * MINUTE;
      health.arrived('traces', 10);
      health.rejected('traces', 2, 'the collector rejected 2: too old');
    }
    health.startExit();
    health.rejected('traces', 1, 'the collector rejected 1');
    health.atExit({}, '', 0);

    expect(lines.slice(0, 3)).toEqual([
      'warn: traces: exports arrive, but the collector rejected 2: too old; 2 spans lost so far',
      'warn: traces: exports arrive, but the collector rejected 2: too old; 22 spans lost so far',
      'warn: 11 spans could not be delivered before the exit: the collector rejected 1',
    ]);
  });

  it('starts anew after a recovery', () => {
    const { health, lines } = createHealth();
    health.failed('logs', 3, { reason: 'refused' });
    health.arrived('logs', 1);
    health.failed('logs', 1, { reason: '401' });

    expect(lines.at(-1)).toBe('warn: logs: exports fail (401), 1 log record lost so far');
  });

  it('says in one line what the exit lost, with the reason of the exit', () => {
    const { health, lines } = createHealth();
    health.startExit();
    health.failed('traces', 5, { reason: 'refused' });
    health.failed('logs', 0, {
      reason: 'no answer in time; exports go to http://localhost:4318/v1/logs',
      isSilence: true,
    });
    health.atExit({ logs: 2 }, 'the queue was full', 10);

    expect(lines).toEqual([
      'warn: 5 spans and 2 log records could not be delivered before the exit: no answer in time; otel-run doctor --probe tells more',
      `info: process ${process.pid} delivered nothing, the exit waited 10 ms`,
    ]);
  });

  it('says at the exit what was lost after the last line about it, not before', () => {
    const { health, lines } = createHealth();
    health.failed('traces', 5, { reason: 'refused' });
    health.failed('traces', 7, { reason: 'refused' });
    health.startExit();
    health.atExit({}, 'the queue was full', 0);

    expect(lines[1]).toBe('warn: 7 spans could not be delivered before the exit: the queue was full');
  });

  it('says that a queue overflows while exports arrive, every ten minutes, and the rest at the exit', () => {
    const { health, lines, clock } = createHealth();
    for (let minute = 0; minute <= 15; minute++) {
      clock.now = minute * MINUTE;
      health.dropped('traces', 'items');
      health.arrived('traces', 10);
      health.arrived('traces', 10);
    }
    health.startExit();
    health.atExit({}, 'the queue was full', 0);

    expect(lines.slice(0, 3)).toEqual([
      'warn: traces: the queue was full, 1 span lost so far (OTEL_BSP_MAX_QUEUE_SIZE sets its size)',
      'warn: traces: the queue was full, 11 spans lost so far (OTEL_BSP_MAX_QUEUE_SIZE sets its size)',
      'warn: 5 spans could not be delivered before the exit: the queue was full',
    ]);
  });

  it('names the size that was too small', () => {
    const { health, lines } = createHealth();
    health.dropped('logs', 'bytes');
    health.arrived('logs', 10);

    expect(lines).toEqual([
      'warn: logs: the queue was full, 1 log record lost so far (OTEL_RUN_MAX_QUEUE_BYTES sets its size)',
    ]);
  });

  it('says what was too large alone, every ten minutes', () => {
    const { health, lines, clock } = createHealth();
    for (let minute = 0; minute <= 15; minute += 5) {
      clock.now = minute * MINUTE;
      health.tooLarge('logs', 1, '413');
      health.arrived('logs', 10);
    }

    expect(lines).toEqual([
      'warn: logs: 1 log record alone was too large for the collector (413), 1 log record lost so far',
      'warn: logs: 1 log record alone was too large for the collector (413), 3 log records lost so far',
    ]);
  });

  it('counts what a queue refuses while exports fail in the lines about that', () => {
    const { health, lines } = createHealth();
    health.failed('logs', 0, { reason: 'refused' });
    for (let i = 0; i < 3; i++) health.dropped('logs', 'items');
    health.arrived('logs', 1);

    expect(lines.at(-1)).toBe('warn: logs: exports arrive again, 3 log records lost meanwhile');
  });

  it('says one thing once where the exit is announced twice', () => {
    const { health, lines } = createHealth();
    health.arrived('traces', 1);
    for (let i = 0; i < 2; i++) {
      health.startExit();
      health.atExit({ traces: 3 }, 'the queue was full', 1);
    }

    expect(lines).toEqual([
      'warn: 3 spans could not be delivered before the exit: the queue was full',
      `info: process ${process.pid} delivered 1 span, the exit waited 1 ms`,
    ]);
  });
});
