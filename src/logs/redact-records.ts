import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { keepsContents } from '../shared/content-names.ts';
import { newBounds, toPlain } from './plain-value.ts';
import { redactAttributes } from './redact-attributes.ts';

/**
 * Redacts the secrets of a log record before any other processor sees it. This is for records that the SDK
 * made: those of an application that calls the API, and that of the error which ends the process. Bridges
 * redact while they convert.
 */
export function redactRecords(): LogRecordProcessor {
  return {
    onEmit(record) {
      redactAttributes(record.attributes);
      // Earlier conventions of generative AI had a record for each message. The current ones have one for all
      // of them.
      if (record.eventName?.startsWith('gen_ai.') && !keepsContents()) record.setBody(null);
      if (record.body !== undefined) record.setBody(toPlain(record.body, newBounds()) ?? null);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
