import { SeverityNumber } from '@opentelemetry/api';
import { severityOfName, severityOfNumber } from '../severity.ts';

/** The severity of a line, as its number in OpenTelemetry and as the line has it. */
export interface LineSeverity {
  readonly severityNumber: SeverityNumber;
  readonly severityText: string | undefined;
}

/** Level names that only lines use. */
const LEVELS: Readonly<Record<string, SeverityNumber>> = {
  information: SeverityNumber.INFO,
  informational: SeverityNumber.INFO,
  log: SeverityNumber.INFO,
  err: SeverityNumber.ERROR,
  severe: SeverityNumber.ERROR,
  panic: SeverityNumber.FATAL2,
  emergency: SeverityNumber.FATAL3,
};

/** Numbers below 8 are levels of syslog (RFC 5424), in which 0 is the most severe. */
const SYSLOG: readonly SeverityNumber[] = [
  SeverityNumber.FATAL3,
  SeverityNumber.FATAL2,
  SeverityNumber.FATAL,
  SeverityNumber.ERROR,
  SeverityNumber.WARN,
  SeverityNumber.INFO2,
  SeverityNumber.INFO,
  SeverityNumber.DEBUG,
];

/** The names of pino's and bunyan's numbers. */
const NAMES: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** Whether a value may be the level of a line: a short name or a number. */
export function isLevel(value: unknown): boolean {
  return typeof value === 'string' ? value !== '' && value.length <= 20 : typeof value === 'number';
}

/** The severity that a level in a line means. */
export function severityOfLine(level: unknown): LineSeverity {
  if (typeof level === 'number')
    return { severityNumber: SYSLOG[level] ?? severityOfNumber(level), severityText: NAMES[level] };
  if (typeof level !== 'string')
    return { severityNumber: SeverityNumber.UNSPECIFIED, severityText: undefined };
  const name = level.toLowerCase();
  const severityNumber = severityOfName(name) ?? (Object.hasOwn(LEVELS, name) ? LEVELS[name] : undefined);
  return { severityNumber: severityNumber ?? SeverityNumber.UNSPECIFIED, severityText: level };
}
