import type { Logger, LogRecord } from '@opentelemetry/api';
import { newBounds, toMap, toPlain } from '../../logs/plain-value.ts';
import { quietly } from '../../shared/quietly.ts';

/**
 * A logger for the application, whose records may hold anything: objects that contain thousands of others, or whose
 * getters throw. The SDK fails at those. They are then exported as otel-run exports such fields of a logger.
 */
export function forgivingLogger(logger: Logger): Logger {
  const emit = (record: LogRecord) => {
    try {
      logger.emit(record);
    } catch {
      quietly(() => logger.emit(readable(record)));
    }
  };
  return Object.create(logger, { emit: { value: emit } });
}

/** What is short. */
const SMALL = ['context', 'timestamp', 'observedTimestamp', 'severityNumber', 'severityText', 'eventName'];

/** What can be read of a record. */
function readable(record: LogRecord): LogRecord {
  const bounds = newBounds();
  return {
    ...Object.fromEntries(SMALL.map(name => [name, quietly(() => Reflect.get(record, name))])),
    body: quietly(() => toPlain(record.body, bounds)),
    attributes: quietly(() => toMap(record.attributes ?? {}, bounds, [])),
  } as LogRecord;
}
