import { type Attributes, context } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { contextAttributes } from '../../logs/context-fields.ts';

/** Adds the fields of its context to every log record. The record's own fields take precedence. */
export function fieldProcessor(): LogRecordProcessor {
  return {
    onEmit(record, active = context.active()) {
      const { bound, route, request } = contextAttributes(active);
      addMissing(record, bound);
      addMissing(record, route);
      addMissing(record, request);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function addMissing(record: ReadWriteLogRecord, attributes: Attributes): void {
  for (const name in attributes) {
    if (!Object.hasOwn(record.attributes, name)) record.setAttribute(name, attributes[name]);
  }
}
