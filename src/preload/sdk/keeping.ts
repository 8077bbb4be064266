import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Settings } from '../../config/settings.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { loadPart } from '../foundation/parts.ts';

/** What stands before the processors that export: rules of sampling and limits, loaded only where they are set. */
export interface Keeping {
  /** @param sampler what decides first, at the head */
  spans(exporting: SpanProcessor[], sampler: Sampler): SpanProcessor[];
  logs(exporting: LogRecordProcessor[]): LogRecordProcessor[];
  /** Told of the context of an error that ends the process: no span of its trace may come to say so. */
  readonly failed: ((active: Context) => void) | undefined;
  /** The head's sampler of a share, which says which share it was; undefined where the SDK's does. */
  readonly createRatioSampler: ((ratio: number) => Sampler) | undefined;
}

/** @param samples whether there are traces to decide on */
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
