import { bodyText, pidOf } from '../../checks/evidence.ts';
import type { ViewLog } from '../model/logs.ts';
import type { HeldLog } from '../store/held.ts';
import { serviceNameOf } from '../store/service-name.ts';
import { exceptionOfLog } from './exception.ts';
import { toJsonMap, toJsonValue, toMs } from './json-value.ts';
import { severityOf } from './severity.ts';
import type { SourceFiles } from './source-files.ts';

/** A record as the API returns it. */
export function toViewLog(log: HeldLog, sources: SourceFiles): ViewLog {
  const { id, traceId, spanId, severityNumber, severityText, eventName, cut } = log;
  return {
    id,
    traceId,
    spanId,
    service: serviceNameOf(log),
    resource: log.resourceId,
    pid: pidOf(log) ?? null,
    scope: { name: log.scope.name, version: log.scope.version },
    timeMs: timeOf(log),
    severity: severityOf(severityNumber),
    severityNumber,
    severityText,
    eventName,
    message: bodyText(log),
    body: toJsonValue(log.body),
    attributes: toJsonMap(log.attributes),
    exception: exceptionOfLog(log, sources),
    droppedCount: log.droppedAttributesCount,
    cut,
  };
}

/** The time when it was written, otherwise observed, otherwise received. */
export function timeOf(log: HeldLog): number {
  const time = log.timestamp || log.observedTimestamp;
  return time === 0n ? log.arrivalMs : toMs(time);
}
