import type { AttributeValue, LogRecord, MetricPoint, Origin, Span } from '../receiver/telemetry.ts';
import { printable } from '../shared/printable.ts';
import type { Evidence } from './check.ts';

const LONGEST_TEXT = 120;

/** Only this many characters are read to make a line. */
const LONGEST_LOOK = 10_000;

/** Evidence about a span: its name and kind, the problem, and where to find it. */
export function spanEvidence(span: Span, matter: string): Evidence {
  return {
    kind: 'span',
    text: `${span.kind} span "${shorten(span.name)}" (${span.scope.name || 'no scope'}): ${matter}`,
    traceId: span.traceId,
    spanId: span.spanId,
    ...whereabouts(span, span.attributes),
  };
}

/** Evidence about a log record: its body, the problem, and where to find it. */
export function logEvidence(log: LogRecord, matter: string): Evidence {
  return {
    kind: 'log',
    text: `log record "${shorten(bodyText(log))}" (${log.scope.name || 'no scope'}): ${matter}`,
    ...(log.traceId !== null && { traceId: log.traceId }),
    ...(log.spanId !== null && { spanId: log.spanId }),
    ...whereabouts(log, log.attributes),
  };
}

/** Evidence about a metric. */
export function metricEvidence(point: MetricPoint, matter: string): Evidence {
  return {
    kind: 'metric',
    text: `metric ${shorten(point.name)} (${point.scope.name || 'no scope'}): ${matter}`,
    ...whereabouts(point, {}),
  };
}

/** The process id of a resource, if it has one. */
export function pidOf({ resource }: Origin): number | undefined {
  const pid = Number(resource['process.pid']);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** A record's body as a string. */
export function bodyText(log: LogRecord): string {
  return describe(log.body ?? log.eventName);
}

/** A value as a string: strings unchanged, anything else as JSON. */
export function describe(value: AttributeValue): string {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? `<${value.length} bytes>` : JSON.stringify(value);
}

/** One line of at most 120 characters. */
export function shorten(text: string, longest = LONGEST_TEXT): string {
  const line = printable(text.slice(0, LONGEST_LOOK)).replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** Options of Node.js that name a file to load first, with a word for the file unless they have an `=`. */
const PRELOAD = /^(?:-r|--require|--import|--loader|--experimental-loader)(=|$)/;

/**
 * A readable command line: absolute paths are shortened to their last part, and the files are left out that a tool such
 * as tsx has Node.js load first: `node server.js`.
 */
export function describeArgv(argv: readonly string[]): string {
  const isNode = /(?:^|[\\/])node(?:\.exe)?$/.test(argv[0] ?? '');
  return (isNode ? withoutPreloads(argv) : argv)
    .map(word => word.replace(/^(?:[A-Za-z]:)?[\\/].*[\\/](?=[^\\/])/, ''))
    .join(' ');
}

/** Options end at the script. */
function withoutPreloads([program = '', ...words]: readonly string[]): string[] {
  const rest = [...words];
  const options: string[] = [];
  for (let word = rest[0]; word?.startsWith('-'); word = rest[0]) {
    const isPreload = PRELOAD.exec(word);
    if (!isPreload) options.push(word);
    rest.splice(0, isPreload?.[1] === '' ? 2 : 1);
  }
  return [program, ...options, ...rest];
}

/** `1 span`, `2 spans`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function whereabouts(origin: Origin, attributes: Readonly<Record<string, AttributeValue>>) {
  const pid = pidOf(origin);
  const file = attributes['code.file.path'];
  const line = attributes['code.line.number'];
  return {
    ...(pid !== undefined && { pid }),
    ...(typeof file === 'string' && { source: line === undefined ? file : `${file}:${line}` }),
  };
}
