import { SeverityNumber } from '@opentelemetry/api';
import { noteFailure } from '../../shared/note-failure.ts';
import { whileWriting } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { startRecord } from '../draft.ts';
import { type Emit, openLogScope } from '../emit.ts';
import { addCall } from '../message-and-fields.ts';
import { addField } from '../record.ts';
import { activeTraceIds, namingOf } from '../reserved-fields.ts';
import { severityOfName, severityOfNumber } from '../severity.ts';

/** The properties of log4js's events that we use. */
interface LoggingEvent {
  readonly categoryName: string;
  readonly data: readonly unknown[];
  readonly level: { readonly level: number; readonly levelStr: string };
  readonly startTime: Date;
  readonly context: Record<string, unknown>;
}

const NAMING = namingOf('log4js');

const patched = new WeakSet<object>();

/** Exports log4js's records to OpenTelemetry. */
export const Log4jsInstrumentation = defineBridge({
  logger: 'log4js',
  modules: {},
  files: { 'lib/clustering.js': patchClustering },
});

/**
 * Patches the function through which every event goes after the check of its level. The function then passes
 * the event to the appenders, or from a worker of a cluster to its primary process.
 */
function patchClustering(clustering: Exports, bridge: Bridge): Exports {
  const { send } = clustering;
  if (typeof send !== 'function' || patched.has(clustering)) return clustering;
  patched.add(clustering);
  const scopes = new Map<string, Emit>();
  clustering.send = function sendAndExport(this: unknown, event: LoggingEvent) {
    try {
      if (bridge.send) exportEvent(event);
      if (bridge.correlate) addMissing(event.context);
    } catch (error) {
      noteFailure('a log4js record was not exported', error);
    }
    return bridge.send ? whileWriting(() => send.call(this, event)) : send.call(this, event);
  };
  return clustering;

  function exportEvent({ categoryName, data, level, startTime, context }: LoggingEvent): void {
    const draft = startRecord(NAMING);
    for (const key of Object.keys(context)) addField(draft, key, context[key]);
    const body = addCall(draft, data);
    const emit = scopes.get(categoryName) ?? openLogScope(bridge.provider(), categoryName);
    scopes.set(categoryName, emit);
    emit(draft, {
      body,
      severityNumber: severityOf(level),
      severityText: level.levelStr,
      timestamp: startTime,
    });
  }
}

/**
 * The context of an event is a copy of the logger's. Layouts print only the keys that they are configured to
 * print.
 */
function addMissing(context: Record<string, unknown>): void {
  const ids = activeTraceIds();
  for (const key in ids) if (!Object.hasOwn(context, key)) context[key] = ids[key];
}

/** A custom level has a number between those of log4js: `TRACE` 5000, `DEBUG` 10000, `INFO` 20000. */
function severityOf({ level, levelStr }: LoggingEvent['level']): SeverityNumber {
  // It is the highest level so that it is always written, and does not mean a severity.
  if (levelStr === 'MARK') return SeverityNumber.INFO;
  return severityOfName(levelStr.toLowerCase()) ?? severityOfNumber(level / 1000 + 10);
}
