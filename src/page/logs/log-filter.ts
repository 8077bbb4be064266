import type { ViewLog } from '../../view/model/logs.ts';
import { hrefOf } from '../parts/route.ts';

/** The lowest severity number of each name, as OpenTelemetry's log data model has them. */
export const SEVERITY_NUMBERS: Readonly<Record<string, number>> = {
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
};

/** The address of the list of records, and of one in it. */
export function logHref(id: string, query: Readonly<Record<string, string>>): string {
  return hrefOf('logs', id === '' ? [] : [id], query);
}

const searched = new WeakMap<ViewLog, string>();

/** Whether a record matches the address: `severity` (the lowest one), `service`, `text`. */
export function logPasses(log: ViewLog, query: Readonly<Record<string, string>>): boolean {
  const { severity = '', service = '', text = '' } = query;
  if (service !== '' && log.service !== service) return false;
  if (log.severityNumber < (SEVERITY_NUMBERS[severity] ?? 0)) return false;
  return text === '' || searchText(log).includes(text.toLowerCase());
}

function searchText(log: ViewLog): string {
  const known = searched.get(log);
  if (known !== undefined) return known;
  const { message, attributes, scope, exception, traceId } = log;
  const parts = [message, scope.name, traceId, exception?.message, JSON.stringify(attributes)];
  const text = parts.join('\n').toLowerCase();
  searched.set(log, text);
  return text;
}
