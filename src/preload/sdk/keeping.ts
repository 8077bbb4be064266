import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Settings } from '../../config/settings.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { loadPart } from '../foundation/parts.ts';

/** Sampling rules and limits that run before the exporting processors, loaded only if they are set. */
export interface Keeping {
  /** @param sampler the head sampler, which decides first */
  spans(exporting: SpanProcessor[], sampler: Sampler): SpanProcessor[];
  logs(exporting: LogRecordProcessor[]): LogRecordProcessor[];
  /** Told the context of an error that ends the process: possibly no span of its trace ends to report it. */
  readonly failed: ((active: Context) => void) | undefined;
  /** Creates a head sampler for a share that records the share; undefined if the SDK's sampler is used. */
  readonly createRatioSampler: ((ratio: number) => Sampler) | undefined;
}

/** @param samples whether there are traces to decide about */
export function createKeeping(settings: Settings, delivery: Delivery, samples: boolean): Keeping {
  const sampling =
    samples && settings.sampling !== undefined
      ? loadPart('sampling').createSampling(settings, delivery)
      : undefined;
  const limiting = (exporting: LogRecordProcessor[]) =>
    settings.logLimit === undefined || exporting.length === 0
      ? exporting
      : loadPart('log-limit').limitLogs(settings.logLimit, exporting, delivery);
  return {
    spans: (exporting, sampler) =>
      sampling && exporting.length > 0 ? [sampling.spans(exporting, sampler)] : exporting,
    logs(exporting) {
      const limited = limiting(exporting);
      return sampling && limited.length > 0 && settings.samplingLogs === 'traces'
        ? [sampling.logs(limited)]
        : limited;
    },
    failed: sampling?.failed,
    createRatioSampler: sampling?.createRatioSampler,
  };
}
