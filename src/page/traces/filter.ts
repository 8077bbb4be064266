import type { TraceSummary } from '../../view/model/traces.ts';
import { hrefOf, type PageRoute } from '../parts/route.ts';

/** The filter of the list of traces. The page's address holds it. */
export interface TraceFilter {
  readonly service: string;
  readonly text: string;
  /** `error`, `2xx` to `5xx`, or all. */
  readonly status: string;
  readonly minDurationMs: number;
  readonly finding: string;
}

/** The filter in an address. */
export function filterOf({ query }: PageRoute): TraceFilter {
  return {
    service: query.service ?? '',
    text: query.text ?? '',
    status: query.error === 'true' ? 'error' : (query.status ?? ''),
    minDurationMs: Math.max(0, Number(query.min) || 0),
    finding: query.finding ?? '',
  };
}

/** The address of a filter. */
export function filterHref({ service, text, status, minDurationMs, finding }: TraceFilter): string {
  return hrefOf('traces', [], {
    service,
    text,
    status,
    min: minDurationMs > 0 ? String(minDurationMs) : '',
    finding,
  });
}

/** Whether a trace matches; `found` are the traces that contain the text anywhere. */
export function passes(trace: TraceSummary, filter: TraceFilter, found: ReadonlySet<string> | null): boolean {
  const { service, text, status, minDurationMs, finding } = filter;
  if (service !== '' && !trace.services.includes(service)) return false;
  if (trace.durationMs < minDurationMs) return false;
  if (!hasStatus(trace, status)) return false;
  if (finding !== '' && !(trace.findingCodes as readonly string[]).includes(finding)) return false;
  return text === '' || hasText(trace, text.toLowerCase()) || found?.has(trace.traceId) === true;
}

function hasStatus({ error, statusCode }: TraceSummary, status: string): boolean {
  if (status === '') return true;
  if (status === 'error') return error;
  return statusCode !== null && `${Math.floor(statusCode / 100)}xx` === status;
}

function hasText({ name, method, route, path, traceId, service }: TraceSummary, text: string): boolean {
  const parts = [name, `${method ?? ''} ${route ?? ''}`, `${method ?? ''} ${path ?? ''}`, traceId, service];
  return parts.some(part => part.toLowerCase().includes(text));
}
