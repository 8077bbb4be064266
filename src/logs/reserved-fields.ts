import { context, isSpanContextValid, trace } from '@opentelemetry/api';
import { createNaming, type Naming } from './naming.ts';

/** A library whose log records are exported. */
export type LoggerLibrary =
  | 'pino'
  | 'bunyan'
  | 'winston'
  | 'console'
  | '@nestjs/common'
  | 'log4js'
  | 'consola'
  | 'stdout';

const TRACE_IDS = ['trace_id', 'span_id', 'trace_flags'];

/** OTLP has no empty attribute name, and a plain object has no own `__proto__`. */
const UNNAMEABLE = ['', '__proto__'];

/**
 * Names that are reserved for a logger's own record. A field that an application logs under such a name is
 * exported as `field_<name>`.
 */
const RESERVED: Readonly<Record<LoggerLibrary, readonly string[]>> = {
  pino: [...TRACE_IDS, 'level', 'time', 'pid', 'hostname', 'name', 'msg'],
  bunyan: [...TRACE_IDS, 'v', 'level', 'name', 'hostname', 'pid', 'time', 'msg', 'src'],
  winston: [...TRACE_IDS, 'level', 'message'],
  console: TRACE_IDS,
  // The values that these libraries record themselves are not among the fields.
  '@nestjs/common': TRACE_IDS,
  log4js: TRACE_IDS,
  consola: TRACE_IDS,
  stdout: TRACE_IDS,
};

/**
 * The naming of a logger's fields.
 *
 * @param further more names that this logger reserves, such as pino's `messageKey`
 */
export function namingOf(library: LoggerLibrary, ...further: readonly string[]): Naming {
  return createNaming([...RESERVED[library], ...further, ...UNNAMEABLE]);
}

/** The naming of fields that apply to the records of any logger. */
export const nameOfAnyLogger = createNaming([...TRACE_IDS, ...UNNAMEABLE]);

/**
 * The ids of the active span, in the form in which a logger's own lines have them; undefined outside a span.
 */
export function activeTraceIds(): Readonly<Record<string, string>> | undefined {
  const span = trace.getSpanContext(context.active());
  if (!span || !isSpanContextValid(span)) return undefined;
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    trace_flags: `0${span.traceFlags.toString(16)}`,
  };
}

/**
 * Whether a field is an id of the active span that another instrumentation wrote, and not the application's
 * own.
 */
export function isActiveTraceId(name: string, value: unknown): boolean {
  return TRACE_IDS.includes(name) && activeTraceIds()?.[name] === value;
}
