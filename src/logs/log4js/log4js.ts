import { diag, SeverityNumber } from '@opentelemetry/api';
import { whileWriting } from '../being-written.ts';
import { type Bridge, defineBridge, type Exports } from '../bridge.ts';
import { type Emit, openLogScope } from '../emit.ts';
import { addField, startRecord } from '../record.ts';
import { activeTraceIds, namingOf } from '../reserved-fields.ts';
import { severityOfName, severityOfNumber } from '../severity.ts';
import { addSaid } from '../words-and-fields.ts';

/** What of log4js's event matters here. */
interface LoggingEvent {
  readonly categoryName: string;
  readonly data: readonly unknown[];
  readonly level: { readonly level: number; readonly levelStr: string };
  readonly startTime: Date;
  readonly context: Record<string, unknown>;
}

const NAMING = namingOf('log4js');

const patched = new WeakSet<object>();

/** log4js's records on their way to OpenTelemetry. */
export const Log4jsInstrumentation = defineBridge({
  logger: 'log4js',
  modules: {},
  files: { 'lib/clustering.js': patchClustering },
});

/**
 * Patches the function that every event goes through, once its category let it through, and before it is given to the
 * appenders, or from a worker of a cluster to its primary process.
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
      diag.debug('a log4js record was not exported', error);
    }
    return bridge.send ? whileWriting(() => send.call(this, event)) : send.call(this, event);
  };
  return clustering;

  function exportEvent({ categoryName, data, level, startTime, context }: LoggingEvent): void {
    const draft = startRecord(NAMING);
    for (const key of Object.keys(context)) addField(draft, key, context[key]);
    const body = addSaid(draft, data);
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

/** The context of an event is a copy of the logger's. Layouts print of it what they are told to. */
function addMissing(context: Record<string, unknown>): void {
  const ids = activeTraceIds();
  for (const key in ids) if (!Object.hasOwn(context, key)) context[key] = ids[key];
}

/** A level of the application's own has a number between those of log4js: `TRACE` 5000, `DEBUG` 10000, `INFO` 20000. */
function severityOf({ level, levelStr }: LoggingEvent['level']): SeverityNumber {
  // It is above all others to be written always, and says nothing of how bad it is.
  if (levelStr === 'MARK') return SeverityNumber.INFO;
  return severityOfName(levelStr.toLowerCase()) ?? severityOfNumber(level / 1000 + 10);
}
