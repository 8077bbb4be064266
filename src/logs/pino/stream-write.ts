import { quietly } from '../../shared/quietly.ts';
import { onlyShown } from '../shown.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/** The result of a `streamWrite` hook for a line. */
export interface Shown {
  readonly text: string;
  /** Its fields; undefined if it is no longer JSON. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

interface Waiting {
  readonly line: string;
  readonly send: (shown: Shown) => void;
}

const watchedHooks = new WeakSet<object>();

let waiting: Waiting | undefined;

/**
 * Replaces a logger's `streamWrite` hook when the logger is created. The replacement passes on the hook's
 * result.
 */
export function watchStreamWrite(prototype: PinoLogger, { setLevelSym, hooksSym }: PinoSymbols): void {
  const setLevel = prototype[setLevelSym as symbol];
  prototype[setLevelSym as symbol] = function setLevelAndHook(this: PinoLogger, level: unknown) {
    const hooks = this[hooksSym as symbol];
    if (typeof hooks?.streamWrite === 'function' && !watchedHooks.has(hooks)) {
      const watched = { ...hooks, streamWrite: watchedStreamWrite(hooks.streamWrite) };
      watchedHooks.add(watched);
      this[hooksSym as symbol] = watched;
    }
    return setLevel.call(this, level);
  };
}

/** Whether a logger's lines go through a `streamWrite` hook. */
export function hasStreamWrite(logger: PinoLogger, { hooksSym }: PinoSymbols): boolean {
  const hooks = logger[hooksSym as symbol];
  return typeof hooks?.streamWrite === 'function' && watchedHooks.has(hooks);
}

/**
 * Delays a record until its logger's `streamWrite` hook has run, so that nothing is exported that the hook
 * hides.
 */
export function afterStreamWrite(line: string, send: (shown: Shown) => void): void {
  waiting = { line, send };
}

/**
 * A field as a hook shows it: its value in the hook's JSON. In any other string, only what the string
 * contains.
 *
 * @param shown undefined without a hook
 * @param nested the key of the object that contains all fields (`nestedKey`)
 */
export function seenThrough(
  shown: Shown | undefined,
  key: string,
  value: unknown,
  nested?: string | null,
): unknown {
  if (!shown) return value;
  if (!shown.fields) return onlyShown(value, shown.text);
  const fields = nested ? shown.fields[nested] : shown.fields;
  return typeof fields === 'object' && fields !== null ? Reflect.get(fields, key) : undefined;
}

function watchedStreamWrite(streamWrite: (line: string) => string) {
  return (line: string) => {
    const mine = waiting?.line === line ? waiting : undefined;
    waiting = undefined;
    const text = streamWrite(line);
    quietly(() => mine?.send({ text: String(text), fields: parse(String(text)) }));
    return text;
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const fields = JSON.parse(text);
    return typeof fields === 'object' && fields !== null ? fields : undefined;
  } catch {
    return undefined;
  }
}
