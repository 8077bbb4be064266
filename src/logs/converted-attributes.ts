import type { Attributes, Logger, LogRecord } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadableLogRecord } from '@opentelemetry/sdk-logs';

/** Attributes that are plain already, and how much was left out of them. */
interface Converted {
  readonly attributes: Attributes;
  readonly dropped: number;
}

/** What of a record of the SDK can be written beside its published type, until it was emitted. */
type Writable = { attributes: Attributes; droppedAttributesCount: number };

let converted: Converted | undefined;

let isAwaited = false;

/** Emits a record whose attributes the processor below adds to it, where there is one. */
export function emitWith(attributes: Attributes, dropped: number, logger: Logger, record: LogRecord): void {
  if (!isAwaited) {
    logger.emit({ ...record, attributes });
    return;
  }
  const outer = converted;
  converted = { attributes, dropped };
  try {
    logger.emit(record);
  } finally {
    converted = outer;
  }
}

/**
 * Adds converted attributes to a record. The SDK would check and copy each value of them once more, which costs more
 * than all else that is done for a record, and lets nobody set `droppedAttributesCount`. Comes before all other
 * processors.
 *
 * @param countLimit attributes that a record may have
 * @param lengthLimit characters that a text may have; where there is such a limit, the SDK applies both
 */
export function addConverted(countLimit = 128, lengthLimit = Number.POSITIVE_INFINITY): LogRecordProcessor {
  isAwaited = true;
  return {
    onEmit(record) {
      if (!converted) return;
      const { attributes, dropped } = converted;
      converted = undefined;
      const names = Object.keys(attributes);
      const isWithin = names.length <= countLimit && lengthLimit === Number.POSITIVE_INFINITY;
      if (isWithin) (record as unknown as Writable).attributes = attributes;
      else record.setAttributes(attributes);
      if (dropped > 0) addDropped(record, dropped);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function addDropped(record: ReadableLogRecord, count: number): void {
  const value = record.droppedAttributesCount + count;
  Object.defineProperty(record, 'droppedAttributesCount', { value, configurable: true });
}
