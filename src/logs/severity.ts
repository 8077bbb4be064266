import { SeverityNumber } from '@opentelemetry/api';

/**
 * Level names on which loggers and syslog agree (OpenTelemetry log data model, appendix "SeverityNumber
 * example mappings").
 */
const BY_NAME: Readonly<Record<string, SeverityNumber>> = {
  silly: SeverityNumber.TRACE,
  trace: SeverityNumber.TRACE,
  debug: SeverityNumber.DEBUG,
  verbose: SeverityNumber.DEBUG2,
  http: SeverityNumber.DEBUG3,
  info: SeverityNumber.INFO,
  notice: SeverityNumber.INFO2,
  warn: SeverityNumber.WARN,
  warning: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
  crit: SeverityNumber.FATAL,
  critical: SeverityNumber.FATAL,
  fatal: SeverityNumber.FATAL,
  alert: SeverityNumber.FATAL2,
  emerg: SeverityNumber.FATAL3,
};

/** The severity of a widely used level name; undefined for any other. */
export function severityOfName(level: string): SeverityNumber | undefined {
  return Object.hasOwn(BY_NAME, level) ? BY_NAME[level] : undefined;
}

/**
 * The severity of a numeric level of pino or bunyan. `trace` starts at 10, each name covers ten numbers, and
 * these have four steps.
 */
export function severityOfNumber(level: number): SeverityNumber {
  if (level < 10) return SeverityNumber.TRACE;
  if (level >= 70) return SeverityNumber.FATAL4;
  const name = Math.floor(level / 10);
  return 4 * (name - 1) + 1 + Math.floor((level % 10) / 2.5);
}

/**
 * The severity of a winston level. A custom name gets the severity of the nearest known name in the same
 * table. If none is known, it gets one by its place in the table, in which 0 is the most severe.
 */
export function severityOfRank(level: string, levels: Readonly<Record<string, number>>): SeverityNumber {
  const known = severityOfName(level);
  const rank = levels[level];
  if (known !== undefined || rank === undefined) return known ?? SeverityNumber.INFO;
  const nearest = Object.keys(levels)
    .filter(name => severityOfName(name) !== undefined)
    .sort((one, other) => distance(one) - distance(other))[0];
  if (nearest !== undefined) return severityOfName(nearest) ?? SeverityNumber.INFO;
  const last = Math.max(...Object.values(levels), 1);
  return Math.round(SeverityNumber.FATAL - (rank / last) * (SeverityNumber.FATAL - SeverityNumber.TRACE));

  function distance(name: string): number {
    return Math.abs((levels[name] ?? 0) - (rank ?? 0));
  }
}
