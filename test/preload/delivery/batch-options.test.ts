import { describe, expect, it } from 'vitest';
import { readBatchOptions } from '../../../src/preload/delivery/batch-options.ts';

const DEFAULTS = { maxQueueSize: 2048, maxExportBatchSize: 512, scheduledDelayMillis: 5000 };

describe('batch options', () => {
  it.each([
    { what: 'the specification’s defaults', env: {}, options: DEFAULTS },
    {
      what: 'what the variables say',
      env: {
        OTEL_BSP_MAX_QUEUE_SIZE: '10',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '5',
        OTEL_BSP_SCHEDULE_DELAY: '1',
      },
      options: { maxQueueSize: 10, maxExportBatchSize: 5, scheduledDelayMillis: 1 },
    },
    {
      what: 'a batch no larger than the queue',
      env: { OTEL_BSP_MAX_QUEUE_SIZE: '10' },
      options: { ...DEFAULTS, maxQueueSize: 10, maxExportBatchSize: 10 },
    },
    {
      what: 'defaults in place of nothing and of nonsense',
      env: {
        OTEL_BSP_MAX_QUEUE_SIZE: '0',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '-1',
        OTEL_BSP_SCHEDULE_DELAY: 'soon',
      },
      options: DEFAULTS,
    },
    {
      what: 'the default in place of no delay, which the SDK refuses',
      env: { OTEL_BSP_SCHEDULE_DELAY: '0' },
      options: DEFAULTS,
    },
    {
      what: 'whole numbers',
      env: { OTEL_BSP_MAX_QUEUE_SIZE: '0.5', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2.5' },
      options: { ...DEFAULTS, maxExportBatchSize: 2 },
    },
    {
      what: 'a delay that a timer can keep',
      env: { OTEL_BSP_SCHEDULE_DELAY: '1e300' },
      options: { ...DEFAULTS, scheduledDelayMillis: 2 ** 31 - 1 },
    },
  ])('are $what', ({ env, options }) => {
    expect(readBatchOptions(env, 'traces')).toEqual(options);
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
