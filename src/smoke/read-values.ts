import { constants } from 'node:os';
import type { CheckId } from '../checks/check.ts';
import { CHECKS, isCheckId } from '../checks/checks.ts';
import { nearestName } from '../shared/nearest-name.ts';

/** A URL or a path. */
export function readUrl(text: string): string {
  if (text.startsWith('/') || (URL.canParse(text) && /^https?:/.test(text))) return text;
  throw new Error('It must be a path, or a URL that starts with http:// or https://.');
}

/** A time to wait. */
export function readSeconds(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number > 0 && Number.isFinite(number)) return number;
  throw new Error('It must be a number of seconds above 0.');
}

/** `TERM` and `sigterm`, too. */
export function readSignal(text: string): NodeJS.Signals {
  const name = text.toUpperCase().replace(/^(?!SIG)/, 'SIG');
  if (Object.hasOwn(constants.signals, name)) return name as NodeJS.Signals;
  throw new Error('It must be the name of a signal, such as SIGTERM or SIGINT.');
}

/** The id of a check. */
export function readCheckId(text: string): CheckId {
  if (isCheckId(text)) return text;
  const ids = CHECKS.map(({ id }) => id);
  const near = nearestName(text, ids);
  throw new Error(near ? `Did you mean ${near}?` : `The checks are ${ids.join(', ')}.`);
}
