import type { Attributes, LogRecord, Span } from '../../receiver/telemetry.ts';
import type { ViewException } from '../model/exceptions.ts';
import type { Frame, SourceFiles } from './source-files.ts';
import { readText } from './span-facts.ts';

/** The last error that a span recorded, or null. */
export function exceptionOfSpan({ events, attributes }: Span, sources: SourceFiles): ViewException | null {
  const event = events.findLast(({ name }) => name === 'exception');
  return toException(event?.attributes ?? attributes, sources);
}

/** The error that a record carries, or null. */
export function exceptionOfLog({ attributes }: LogRecord, sources: SourceFiles): ViewException | null {
  return toException(attributes, sources);
}

/** The error that `exception.*` attributes describe, or null. */
export function toException(attributes: Attributes, sources: SourceFiles): ViewException | null {
  const type = readText(attributes, 'exception.type');
  const message = readText(attributes, 'exception.message');
  if (type === null && message === null) return null;
  const stacktrace = readText(attributes, 'exception.stacktrace') ?? '';
  const place = sources.firstOwnFrame(framesOf(stacktrace, message ?? ''));
  return {
    type: type ?? 'Error',
    message: message ?? '',
    stacktrace,
    source: place?.source ?? null,
    excerpt: place?.excerpt() ?? [],
  };
}

/** `at f (/app/src/a.ts:1:2)`, `at async file:///app/src/a.ts:1:2`. */
const FRAME = /^[ \t]+at (?:.*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()\n]*):(\d+):(\d+)\)?$/gm;

const MOST_FRAMES = 50;

/** The frames of a stack trace. Lines of the message are not frames, even if they look like it. */
function framesOf(stacktrace: string, message: string): Frame[] {
  const start = message === '' ? 0 : Math.max(0, stacktrace.indexOf(message)) + message.length;
  const frames: Frame[] = [];
  for (const [, file = '', line, column] of stacktrace.slice(start).matchAll(FRAME)) {
    frames.push({ file: withoutScheme(file), line: Number(line), column: Number(column) });
    if (frames.length === MOST_FRAMES) break;
  }
  return frames;
}

function withoutScheme(file: string): string {
  if (!file.startsWith('file://')) return file;
  try {
    return decodeURIComponent(new URL(file).pathname);
  } catch {
    return file;
  }
}
