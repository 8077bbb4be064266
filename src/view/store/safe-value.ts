import { hideSecrets, NOT_SHOWN } from '../../checks/secret-patterns.ts';
import { isSecretField } from '../../checks/secrets.ts';
import type { Attributes, AttributeValue } from '../../receiver/telemetry.ts';
import { LIMITS } from './limits.ts';

/** The state of one span or record while it is prepared for the store. */
export interface Intake {
  /** Characters that are still allowed. */
  left: number;
  /** Whether anything was shortened. */
  cut: boolean;
  /** Whether a secret was removed. */
  hid: boolean;
}

export function startIntake(): Intake {
  return { left: LIMITS.itemLength, cut: false, hid: false };
}

/** Attributes with long values shortened and secrets removed. Only own properties, whatever their names. */
export function safeAttributes(attributes: Attributes, intake: Intake, depth = 0): Attributes {
  const entries = Object.entries(attributes);
  if (entries.length > LIMITS.entries) intake.cut = true;
  return Object.fromEntries(
    entries
      .slice(0, LIMITS.entries)
      .map(([name, value]) => [safeText(name, intake), safeValue(name, value, intake, depth)]),
  );
}

/** A value, shortened and without secrets, with its name. */
export function safeValue(name: string, value: AttributeValue, intake: Intake, depth = 0): AttributeValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') {
    if (isSecretField(name, value)) {
      intake.hid = true;
      return NOT_SHOWN;
    }
    return typeof value === 'string' ? safeText(value, intake) : value;
  }
  if (value instanceof Uint8Array) return safeText(Buffer.from(value).toString('base64'), intake);
  if (depth >= LIMITS.depth) {
    intake.cut = true;
    return '…';
  }
  if (!isList(value)) return safeAttributes(value, intake, depth + 1);
  if (value.length > LIMITS.entries) intake.cut = true;
  return value.slice(0, LIMITS.entries).map(entry => safeValue(name, entry, intake, depth + 1));
}

/** A string, shortened and without secrets. */
export function safeText(text: string, intake: Intake): string {
  const most = Math.min(LIMITS.textLength, intake.left);
  const short = text.length > most ? `${copyOf(text, most)}…` : text;
  if (short !== text) intake.cut = true;
  intake.left = Math.max(0, intake.left - short.length);
  const shown = hide(short);
  if (shown !== short) intake.hid = true;
  return shown;
}

function isList(value: readonly AttributeValue[] | Attributes): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

/** A slice would keep the whole string in memory. */
function copyOf(text: string, length: number): string {
  return Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le');
}

/** Most strings are repeated: names, routes, statements. */
const known = new Map<string, string>();
const MOST_KNOWN = 4000;
const LONGEST_KNOWN = 400;

function hide(text: string): string {
  if (text.length > LONGEST_KNOWN) return hideSecrets(text);
  const before = known.get(text);
  if (before !== undefined) return before;
  const shown = hideSecrets(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, shown);
  return shown;
}
