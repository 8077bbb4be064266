import { SeverityNumber } from '@opentelemetry/api';
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { limitLogs } from '../../../src/preload/sdk/log-limit.ts';

const { DEBUG, INFO, ERROR } = SeverityNumber;

let now: number;
let passed: ReadableLogRecord[];
let drain: () => void;

/** A logger behind a limit, whose records are collected. */
function limited(limit: string) {
  const sink = {
    onEmit: (record: ReadableLogRecord) => passed.push(record),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  const onDrain = (action: () => void) => {
    drain = action;
  };
  const processors = limitLogs(limit, [sink as never], { onDrain }, () => now);
  return new LoggerProvider({ processors }).getLogger('app');
}

const shown = () =>
  passed.map(({ severityNumber, body, attributes }) =>
    [severityNumber, body, ...Object.entries(attributes).flat()].join(' '),
  );

beforeEach(() => {
  now = 1000;
  passed = [];
});

describe('a limit of like log records', () => {
  it('lets the first ones pass, and the last one with a count', () => {
    const logger = limited('2/s');
    for (let id = 1; id <= 5; id++)
      logger.emit({ severityNumber: ERROR, body: 'pool is empty', attributes: { id } });
    expect(shown()).toEqual(['17 pool is empty id 1', '17 pool is empty id 2']);

    now += 1000;
    logger.emit({ severityNumber: INFO, body: 'other' });
    expect(shown().slice(2)).toEqual(['17 pool is empty id 5 otel_run.log.repeated 3', '9 other']);

    logger.emit({ severityNumber: ERROR, body: 'pool is empty', attributes: { id: 6 } });
    expect(shown().slice(4)).toEqual(['17 pool is empty id 6']);
  });

  it('tells records apart by severity and message', () => {
    const logger = limited('1/s');
    const long = 'x'.repeat(300);
    const records = [
      { severityNumber: DEBUG, body: 'a' },
      { severityNumber: INFO, body: 'a' },
      { severityNumber: INFO, body: 'b' },
      { severityNumber: INFO, body: long },
      { severityNumber: INFO, body: `${long}y` },
    ];
    for (const record of records) logger.emit(record);
    expect(passed).toHaveLength(5);
  });

  it.each([{ body: undefined }, { body: { event: 'created' } }])(
    'limits nothing without a message: $body',
    ({ body }) => {
      const logger = limited('1/s');
      for (let id = 0; id < 5; id++) logger.emit({ severityNumber: INFO, ...(body && { body }) });
      expect(passed).toHaveLength(5);
    },
  );

  it('passes the count when the process ends, and when the interval does', async () => {
    vi.useFakeTimers();
    try {
      const logger = limited('1/m');
      const emit = () => logger.emit({ severityNumber: INFO, body: 'tick' });
      for (let id = 0; id < 3; id++) emit();
      drain();
      expect(shown()).toEqual(['9 tick', '9 tick otel_run.log.repeated 2']);

      now += 30_000;
      for (let id = 0; id < 3; id++) emit();
      expect(passed).toHaveLength(3);
      vi.advanceTimersByTime(30_000);
      expect(shown().slice(2)).toEqual(['9 tick', '9 tick otel_run.log.repeated 2']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is bounded: of too many messages the further ones are not limited', () => {
    const logger = limited('1/h');
    for (let round = 0; round < 2; round++) {
      for (let id = 0; id < 1500; id++) logger.emit({ severityNumber: INFO, body: `message ${id}` });
    }
    expect(passed).toHaveLength(2000);
    drain();
    expect(passed).toHaveLength(3000);
  });

  it('limits nothing where it is not a rate', () => {
    const logger = limited('often');
    for (let id = 0; id < 5; id++) logger.emit({ severityNumber: INFO, body: 'tick' });
    expect(passed).toHaveLength(5);
  });
});
