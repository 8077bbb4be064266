import type { AttributeValue, LogRecord, Telemetry } from '../receiver/telemetry.ts';
import { type Evidence, OWN_SCOPE } from './check.ts';
import { bodyText, pidOf, shorten } from './evidence.ts';

/** SeverityNumber of ERROR. */
const ERROR = 17;

/**
 * `at f (file:///app/server.js:12:5)`; frames of Node.js and of packages do not belong to the application.
 */
const FRAME = /^[ \t]+at (?:.*\()?(?:file:\/\/)?(\/[^()\n]+|[A-Z]:[^()\n]+):(\d+):\d+\)?$/gm;

/** The received error that ended a command: an uncaught error, otherwise the last logged one. */
export interface Crash extends Pick<Evidence, 'traceId' | 'spanId' | 'pid' | 'source'> {
  /** `TypeError: x is not a function`. */
  readonly text: string;
}

/** Finds the exception that ended a command; undefined if none was received. */
export function findCrash({ logs }: Telemetry): Crash | undefined {
  const errors = logs.filter(
    ({ attributes, severityNumber }) => severityNumber >= ERROR && 'exception.type' in attributes,
  );
  const crash = errors.findLast(({ scope }) => scope.name === OWN_SCOPE) ?? errors.at(-1);
  if (!crash) return undefined;
  const { traceId, spanId, attributes } = crash;
  const source = sourceOf(attributes['exception.stacktrace']);
  const pid = pidOf(crash);
  return {
    text: shorten(describeException(crash), 300),
    ...(traceId !== null && { traceId }),
    ...(spanId !== null && { spanId }),
    ...(pid !== undefined && { pid }),
    ...(source !== undefined && { source }),
  };
}

function describeException(log: LogRecord): string {
  const { 'exception.type': type, 'exception.message': message } = log.attributes;
  return `${String(type)}: ${typeof message === 'string' ? message : bodyText(log)}`;
}

/** The first frame in the application's own code. */
function sourceOf(stack: AttributeValue | undefined): string | undefined {
  if (typeof stack !== 'string') return undefined;
  const own = [...stack.matchAll(FRAME)].find(([, file = '']) => !/[\\/]node_modules[\\/]/.test(file));
  return own && `${own[1]}:${own[2]}`;
}
