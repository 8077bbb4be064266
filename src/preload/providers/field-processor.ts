import { type Context, context, type LoggerProvider } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { contextFields } from '../../logs/context-fields.ts';
import { type AnyMap, newBounds, put } from '../../logs/plain-value.ts';

/** Adds the fields of its context to every log record; a field of the record itself wins. */
export function fieldProcessor(): LogRecordProcessor {
  return {
    onEmit(record, context) {
      const fields = plainFields(context);
      for (const name in fields) {
        if (!Object.hasOwn(record.attributes, name)) record.setAttribute(name, fields[name]);
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
          logger.emit({ ...record, attributes: { ...plainFields(record.context), ...record.attributes } });
        },
      };
    },
  };
}

function plainFields(active: Context = context.active()): AnyMap {
  const fields = contextFields(active);
  const plain: AnyMap = {};
  for (const name in fields) put(plain, name, fields[name], newBounds());
  return plain;
}
