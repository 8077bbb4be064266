import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { keepsContents } from '../shared/content-names.ts';
import { newBounds, toPlain } from './plain-value.ts';
import { redactAttributes } from './redact-attributes.ts';

/**
 * Redacts the secrets of a log record that the SDK made, before any other processor sees it: those of an application
 * that calls the API itself, and of the error that ends the process. Bridges redact while they convert.
 */
export function redactRecords(): LogRecordProcessor {
  return {
    onEmit(record) {
      redactAttributes(record.attributes);
      // Conventions of generative AI had messages as records, and still have all of them in one.
      if (record.eventName?.startsWith('gen_ai.') && !keepsContents()) record.setBody(null);
      if (record.body !== undefined) record.setBody(toPlain(record.body, newBounds()) ?? null);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}
