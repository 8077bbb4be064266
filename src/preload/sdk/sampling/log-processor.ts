import { type Context, context, SeverityNumber, type SpanContext } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { SamplingVerdict } from './decide.ts';

const SAMPLED = 1;

/** Treats a record like its trace. `pass` exports it when the trace is kept, or at once if others decide. */
export type KeepRecord = (
  active: Context,
  span: SpanContext,
  record: ReadableLogRecord,
  pass: (verdict?: SamplingVerdict) => void,
) => void;

/**
 * Runs before the exporting processors. Records at WARN and above, of unknown severity or outside traces pass
 * at once, the others when their trace is kept.
 */
export function samplingLogProcessor(
  keep: KeepRecord,
  exporting: readonly LogRecordProcessor[],
): LogRecordProcessor {
  return {
    onEmit(record, active = context.active()) {
      const exportNow = () => {
        for (const processor of exporting) processor.onEmit(record, active);
      };
      const { spanContext } = record;
      if (!spanContext || isKeptAnyway(record)) exportNow();
      // If the parent was not sampled, nothing of the trace is kept.
      else if ((spanContext.traceFlags & SAMPLED) !== 0)
        keep(active, spanContext, record, verdict => {
          if (verdict?.keep !== false) exportNow();
        });
    },
    async forceFlush() {
      await Promise.all(exporting.map(processor => processor.forceFlush()));
    },
    async shutdown() {
      await Promise.all(exporting.map(processor => processor.shutdown()));
    },
  };
}

function isKeptAnyway({ severityNumber = 0 }: Pick<ReadableLogRecord, 'severityNumber'>): boolean {
  return severityNumber === SeverityNumber.UNSPECIFIED || severityNumber >= SeverityNumber.WARN;
}
