import { hostname } from 'node:os';
import { isSpanContextValid, type SpanContext, type TimeInput } from '@opentelemetry/api';
import { readInstant } from '../clock.ts';
import { isStack } from '../stack-text.ts';
import { COMMON_FIELDS, OWN_PROCESS } from './common-fields.ts';
import { isLevel, type LineSeverity, severityOfLine } from './line-severity.ts';

type Line = Readonly<Record<string, unknown>>;

/** A JSON line as a log record. */
export interface LineRecord extends LineSeverity {
  readonly body: unknown;
  readonly timestamp: TimeInput | undefined;
  readonly scope: string | undefined;
  /** The span that the line names. */
  readonly span: SpanContext | undefined;
  /** An error among the fields, with its key. */
  readonly error: { readonly key: string; readonly value: LoggedError } | undefined;
  /** The stack of an error if there is nothing else of the error. */
  readonly stack: string | undefined;
  /** Everything else, in the order of the line. */
  readonly fields: Line;
}

/** An error as a logger serialized it. */
export interface LoggedError {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly message: string;
  readonly stack?: unknown;
  readonly [key: string]: unknown;
}

/**
 * Reads a line that a process wrote.
 *
 * @returns undefined if it is not a JSON object
 */
export function readLine(text: string): LineRecord | undefined {
  const line = parse(text);
  if (line === undefined || Object.keys(line).length === 0) return undefined;
  const taken = new Set<string>();
  const severity = find(line, COMMON_FIELDS.severity, isLevel, taken);
  const time = find(line, COMMON_FIELDS.time, value => readInstant(value) !== undefined, taken);
  const body = find(line, COMMON_FIELDS.message, value => typeof value === 'string', taken);
  const own = ownName(line, taken);
  const named = find(line, COMMON_FIELDS.scope, value => typeof value === 'string' && value !== '', taken);
  const span = spanOf(line, taken);
  const error = errorOf(line, taken);
  const stack = error ? undefined : find(line, COMMON_FIELDS.stack, isStack, taken);
  return {
    body: body ?? error?.value.message,
    ...severityOfLine(severity),
    timestamp: time === undefined ? undefined : readInstant(time),
    scope: (named ?? own) as string | undefined,
    span,
    error,
    stack: stack as string | undefined,
    fields: Object.fromEntries(Object.entries(line).filter(([key]) => !taken.has(key))),
  };
}

function parse(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}

/** The first of some fields whose value fits. A field in a nested object also remains there. */
function find(
  line: Line,
  names: readonly string[],
  isIt: (value: unknown) => boolean,
  taken: Set<string>,
): unknown {
  for (const name of names) {
    if (Object.hasOwn(line, name)) {
      if (!isIt(line[name]) || taken.has(name)) continue;
      taken.add(name);
      return line[name];
    }
    const inside = name
      .split('.')
      .reduce<unknown>((value, key) => (value as Line | null | undefined)?.[key], line);
    if (inside !== undefined && name.includes('.') && isIt(inside)) return inside;
  }
  return undefined;
}

/**
 * A line with the id of this process and the name of this machine comes from here, and then its `name` is
 * that of the logger.
 */
function ownName(line: Line, taken: Set<string>): unknown {
  const { pid, hostname: host, name } = OWN_PROCESS;
  if (line[pid] === process.pid) taken.add(pid);
  if (line[host] === hostname()) taken.add(host);
  if (!taken.has(pid) || !taken.has(host) || typeof line[name] !== 'string') return undefined;
  taken.add(name);
  return line[name];
}

function spanOf(line: Line, taken: Set<string>): SpanContext | undefined {
  const mine = new Set<string>();
  const [traceId, spanId] = [COMMON_FIELDS.traceId, COMMON_FIELDS.spanId].map(names =>
    String(find(line, names, value => typeof value === 'string', mine) ?? '').replace(/^.*\//, ''),
  ) as [string, string];
  const flags = find(line, COMMON_FIELDS.traceFlags, value => value !== undefined, mine);
  const span = { traceId, spanId, traceFlags: flags === undefined ? 1 : Number(flags) & 1 };
  if (!isSpanContextValid(span)) return undefined;
  for (const name of mine) taken.add(name);
  return span;
}

function errorOf(line: Line, taken: Set<string>): LineRecord['error'] {
  const key = COMMON_FIELDS.error.find(name => isLoggedError(line[name]));
  if (key === undefined) return undefined;
  taken.add(key);
  return { key, value: line[key] as LoggedError };
}

/** Not every field with such a name is a serialized error: that has a message, and a stack or a class. */
function isLoggedError(value: unknown): value is LoggedError {
  if (typeof value !== 'object' || value === null) return false;
  const { message, stack, name, type } = value as Partial<LoggedError>;
  if (typeof message !== 'string') return false;
  return stack !== undefined || [name, type].some(word => /(?:Error|Exception)$/.test(String(word)));
}
