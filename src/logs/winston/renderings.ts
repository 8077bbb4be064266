import { types } from 'node:util';
import { DEEPEST, newBounds, toPlain } from '../plain-value.ts';
import { occursIn, type Rendering } from '../shown.ts';
import { isOnlyProperties } from '../shown-properties.ts';
import { type Info, MESSAGE } from './info.ts';

/** The renderings that a transport's format made of a record. */
export function renderingsOf(fields: Info): Rendering[] {
  return [plainRendering(fields), ...jsonRendering(fields)];
}

/** A record as one rendering. Its text contains the rendered line and all fields. */
export function plainRendering(fields: Info): Rendering {
  const text = () => `${fields[MESSAGE]} ${JSON.stringify(toPlain({ ...fields }, newBounds()))}`;
  return { fields, text };
}

/**
 * The record's JSON text as another rendering, because a replacer may have redacted in it. None if the text
 * contains all values.
 */
export function jsonRendering(fields: Info): Rendering[] {
  const text = fields[MESSAGE];
  if (typeof text !== 'string' || !text.startsWith('{')) return [];
  if (isShownIn(fields, text)) return [];
  try {
    const rendered = JSON.parse(text);
    const absent = Object.keys(fields).filter(key => !Object.hasOwn(rendered, key));
    const rest = Object.fromEntries(absent.map(key => [key, fields[key]]));
    return [{ fields: { ...rest, ...rendered }, text: () => text + plainRendering(rest).text() }];
  } catch {
    return [];
  }
}

/** Whether a string contains all strings and numbers of a value. */
function isShownIn(value: unknown, text: string, depth = 0): boolean {
  if (typeof value === 'string' || typeof value === 'bigint') return occursIn(value, text);
  if (typeof value === 'number') return !Number.isFinite(value) || occursIn(value, text);
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return true;
  if (Array.isArray(value)) return value.every(entry => isShownIn(entry, text, depth + 1));
  if (types.isDate(value)) return occursIn(String(value.toJSON()), text);
  // What an instance shows is only known when its rendering is read.
  if (!isOnlyProperties(value)) return false;
  for (const key in value) if (!isShownIn(Reflect.get(value, key), text, depth + 1)) return false;
  return true;
}
