import { context } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { contextFields } from '../../logs/context-fields.ts';
import { type AnyMap, newBounds, put } from '../../logs/plain-value.ts';
import { nameOfAnyLogger } from '../../logs/reserved-fields.ts';

/** Adds the fields of its context to every log record. The record's own fields take precedence. */
export function fieldProcessor(): LogRecordProcessor {
  return {
    onEmit(record, active = context.active()) {
      const fields = contextFields(active);
      for (const name in fields) {
        const { attribute } = nameOfAnyLogger(name);
        if (!Object.hasOwn(record.attributes, attribute)) addPlain(record, attribute, fields[name]);
      }
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function addPlain(record: ReadWriteLogRecord, name: string, value: unknown): void {
  const plain: AnyMap = {};
  put(plain, name, value, newBounds());
  record.setAttributes(plain);
}
