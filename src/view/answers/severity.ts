import type { Severity } from '../model/logs.ts';

const NAMES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** Severity numbers come in fours: 1–4 is TRACE, 21–24 FATAL. Source: OpenTelemetry's logs data model. */
export function severityOf(severityNumber: number): Severity {
  return NAMES[Math.ceil(severityNumber / 4) - 1] ?? 'UNSPECIFIED';
}

/** The lowest number of a severity name, in any case; undefined for an unknown name. */
export function lowestNumberOf(name: string): number | undefined {
  const upper = name.toUpperCase();
  const index = NAMES.indexOf((upper === 'WARNING' ? 'WARN' : upper) as (typeof NAMES)[number]);
  return index === -1 ? undefined : index * 4 + 1;
}
