import type { SeverityNumber, TimeInput } from '@opentelemetry/api';
import { readInstant } from '../clock.ts';
import { severityOfName, severityOfNumber } from '../severity.ts';

/** Fields of the application in a part of the line that is pino's own. */
type Entries = readonly (readonly [string, unknown])[];

/** The result of a logger's time function. */
export interface Time {
  readonly instant: TimeInput | undefined;
  readonly fields: Entries;
}

/** A logger's name for a level, and the fields that its formatter added. */
export interface PinoLevel {
  readonly rendered: string | undefined;
  readonly severityText: string | undefined;
  readonly severityNumber: SeverityNumber;
  readonly fields: Entries;
}

const DEFAULT_TIME = ',"time":';

const NO_TIME: Time = { instant: undefined, fields: [] };

let lastRendered = '';

let lastTime = NO_TIME;

/**
 * Reads the time that pino rendered, `,"time":1700000000000`. Many records have the same time as the one
 * before.
 *
 * @returns the first field as an instant if it is one, and all others as fields
 */
export function readTime(rendered: string): Time {
  if (rendered === lastRendered) return lastTime;
  lastTime = parseTime(rendered);
  lastRendered = rendered;
  return lastTime;
}

/**
 * Reads a level.
 *
 * @param rendered the start of a line of this level in pino, `{"level":30`
 * @param isOwnScale whether the logger has only custom levels, whose numbers may be on another scale
 */
export function readLevel(
  level: number,
  label: string | undefined,
  rendered: string | undefined,
  isOwnScale: boolean,
): PinoLevel {
  const known = isOwnScale && label !== undefined ? severityOfName(label) : undefined;
  return {
    rendered,
    severityText: label,
    severityNumber: known ?? severityOfNumber(level),
    fields: addedToLevel(level, rendered),
  };
}

function parseTime(rendered: string): Time {
  if (rendered === '') return NO_TIME;
  if (rendered.startsWith(DEFAULT_TIME)) {
    const instant = readInstant(Number(rendered.slice(DEFAULT_TIME.length)));
    if (instant !== undefined) return { instant, fields: [] };
  }
  try {
    const [first, ...others] = Object.entries(JSON.parse(`{${rendered.slice(1)}}`));
    const instant = readInstant(first?.[1]);
    return { instant, fields: first && instant === undefined ? [first, ...others] : others };
  } catch {
    return NO_TIME;
  }
}

function addedToLevel(level: number, rendered: string | undefined): Entries {
  if (rendered === undefined || rendered === `{"level":${level}`) return [];
  try {
    const { level: _, ...fields } = JSON.parse(`${rendered}}`);
    return Object.entries(fields);
  } catch {
    // The formatter did not return an object, so the line itself is invalid, too.
    return [];
  }
}
