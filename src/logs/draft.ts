import type { SeverityNumber, TimeInput } from '@opentelemetry/api';
import type { Naming } from './naming.ts';
import { type AnyMap, type Bounds, MOST_VALUES, toExported, toPlain } from './plain-value.ts';
import { isActiveTraceId } from './reserved-fields.ts';
import { mostCharacters } from './value-length.ts';

/** A log record under construction. */
export interface Draft extends Bounds {
  readonly naming: Naming;
  readonly attributes: AnyMap;
  /** How often an attribute was set. There are at most as many attributes. */
  set: number;
  /** The key of the error that became the record's exception. */
  exceptionKey: string | undefined;
}

/** The parts of a record other than its attributes. */
export interface Head {
  readonly body: unknown;
  readonly severityNumber: SeverityNumber;
  readonly severityText: string | undefined;
  /** Undefined: now. */
  readonly timestamp: TimeInput | undefined;
}

/** Starts a record of a logger. */
export function startRecord(naming: Naming): Draft {
  return {
    naming,
    attributes: {},
    set: 0,
    exceptionKey: undefined,
    remaining: MOST_VALUES,
    characters: mostCharacters(),
    dropped: 0,
  };
}

/** Starts a record with everything that another one has. */
export function continueRecord(draft: Draft): Draft {
  return { ...draft, attributes: { ...draft.attributes } };
}

/** Sets an attribute to the exported value of a field. */
export function setField(draft: Draft, key: string, value: unknown): void {
  const named = draft.naming(key);
  if (named.isReserved && isActiveTraceId(key, value)) return;
  const plain = toExported(value, named, draft);
  if (plain === undefined) return;
  draft.set++;
  draft.attributes[named.attribute] = plain;
}

/** Sets one of the record's own attributes if the value is a string. */
export function setAttribute(draft: Draft, name: string, value: unknown): void {
  if (typeof value !== 'string') return;
  const text = toPlain(value, draft);
  if (text === undefined) return;
  draft.set++;
  draft.attributes[name] = text;
}
