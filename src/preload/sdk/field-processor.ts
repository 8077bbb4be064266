import { type Attributes, context } from '@opentelemetry/api';
import type { LogRecordProcessor, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';
import { type ContextAttributes, contextAttributes } from '../../logs/context-fields.ts';

/** Adds the fields of its context to every log record. The record's own fields take precedence. */
export function fieldProcessor(): LogRecordProcessor {
  return {
    onEmit(record, active = context.active()) {
      const all = contextAttributes(active);
      addMissing(record, all.request, all);
      addMissing(record, all.route, all);
      addMissing(record, all.bound, all);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function addMissing(record: ReadWriteLogRecord, names: Attributes, all: ContextAttributes): void {
  for (const name in names) {
    if (!Object.hasOwn(record.attributes, name)) record.setAttribute(name, holderOf(name, all)[name]);
  }
}

/** The attributes from which a name gets its value. */
function holderOf(name: string, { bound, route, request }: ContextAttributes): Attributes {
  if (Object.hasOwn(bound, name)) return bound;
  return Object.hasOwn(route, name) ? route : request;
}
