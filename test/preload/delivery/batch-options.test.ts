import { describe, expect, it } from 'vitest';
import { readBatchOptions } from '../../../src/preload/delivery/batch-options.ts';

const DEFAULTS = { maxQueueSize: 2048, maxExportBatchSize: 512, scheduledDelayMillis: 5000 };

describe('batch options', () => {
  it.each([
    ['the specification’s defaults', {}, DEFAULTS],
    [
      'what the variables say',
      { OTEL_BSP_MAX_QUEUE_SIZE: '10', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5', OTEL_BSP_SCHEDULE_DELAY: '1' },
      { maxQueueSize: 10, maxExportBatchSize: 5, scheduledDelayMillis: 1 },
    ],
    [
      'a batch no larger than the queue',
      { OTEL_BSP_MAX_QUEUE_SIZE: '10' },
      { ...DEFAULTS, maxQueueSize: 10, maxExportBatchSize: 10 },
    ],
    [
      'defaults in place of nothing and of nonsense',
      { OTEL_BSP_MAX_QUEUE_SIZE: '0', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '-1', OTEL_BSP_SCHEDULE_DELAY: 'soon' },
      DEFAULTS,
    ],
    ['the default in place of no delay, which the SDK refuses', { OTEL_BSP_SCHEDULE_DELAY: '0' }, DEFAULTS],
    [
      'whole numbers',
      { OTEL_BSP_MAX_QUEUE_SIZE: '0.5', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2.5' },
      { ...DEFAULTS, maxExportBatchSize: 2 },
    ],
    [
      'a delay that a timer can keep',
      { OTEL_BSP_SCHEDULE_DELAY: '1e300' },
      { ...DEFAULTS, scheduledDelayMillis: 2 ** 31 - 1 },
    ],
  ])('are %s', (_, env, expected) => {
    expect(readBatchOptions(env, 'traces')).toEqual(expected);
  });

  it('are read from variables of their own for logs', () => {
    expect(
      readBatchOptions({ OTEL_BSP_MAX_QUEUE_SIZE: '10', OTEL_BLRP_MAX_QUEUE_SIZE: '20' }, 'logs'),
    ).toEqual({
      maxQueueSize: 20,
      maxExportBatchSize: 20,
      scheduledDelayMillis: 1000,
    });
  });
});
