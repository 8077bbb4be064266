import type { LoggerProvider } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { activeFields } from '../work/fields.ts';

/** Adds the fields that the application bound to every log record; a field of the record itself wins. */
export function fieldProcessor(): LogRecordProcessor {
  return {
    onEmit(record, context) {
      for (const [name, value] of Object.entries(activeFields(context))) {
        if (!Object.hasOwn(record.attributes, name)) record.setAttribute(name, value as never);
      }
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** The same for a provider whose processors a configuration file declares. */
export function addFields(provider: LoggerProvider): LoggerProvider {
  return {
    getLogger(...scope) {
      const logger = provider.getLogger(...scope);
      return {
        enabled: options => logger.enabled(options),
        emit(record) {
          const attributes = { ...activeFields(record.context), ...record.attributes };
          logger.emit({ ...record, attributes: attributes as never });
        },
      };
    },
  };
}
