import { isMap, parse, parseDocument, stringify } from 'yaml';
import type { Shape } from './shape.ts';

const WRITTEN = '# Written by otel-run smoke --snapshot with --update; commit it.';

const HEAD = `# The shape of the telemetry: services, spans, records and instruments, with their attributes.
${WRITTEN}
`;

const REWRITE = 'Rewrite it with --update.';
const ANOTHER = 'Name another file, or remove this one and run with --update.';

const SECTIONS = ['spans', 'records', 'instruments'];

/** The file of a shape: YAML, sorted. */
export function renderSnapshot(shape: Shape): string {
  return HEAD + stringify(shape, { lineWidth: 0 });
}

/**
 * Reads a file written by `renderSnapshot`.
 *
 * @param file its path, for messages
 * @throws Error that says what is wrong and how to rewrite the file
 */
export function parseSnapshot(text: string, file: string): Shape {
  const document = parseDocument(text, { prettyErrors: false });
  const problem =
    document.errors[0]?.message ?? (isShape(document.contents, text) ? undefined : 'it is not a snapshot');
  if (problem !== undefined) throw new Error(`${file}: ${problem}. ${isWritten(text) ? REWRITE : ANOTHER}`);
  return Object.fromEntries(
    Object.entries((document.toJS() ?? {}) as Record<string, Partial<Shape[string]>>).map(
      ([service, shape]) => [
        service,
        { spans: shape.spans ?? {}, records: shape.records ?? {}, instruments: shape.instruments ?? {} },
      ],
    ),
  );
}

/**
 * Whether `--update` wrote a file. A merge conflict may have broken it since. No other file may be overwritten.
 */
function isWritten(text: string): boolean {
  return text.includes(WRITTEN);
}

/**
 * The content of a snapshot before it is rewritten.
 *
 * @returns null for one that is broken
 * @throws Error where the file is not a snapshot
 */
export function readBeforeUpdate(text: string, file: string): Shape | null {
  try {
    return parseSnapshot(text, file);
  } catch (error) {
    if (isWritten(text)) return null;
    throw error;
  }
}

function isShape(contents: unknown, text: string): boolean {
  if (contents === null) return true;
  if (!isMap(contents)) return false;
  return Object.values(parse(text) as object).every(
    service =>
      typeof service === 'object' &&
      service !== null &&
      Object.entries(service).every(([key, value]) => SECTIONS.includes(key) && isMapOfMaps(value)),
  );
}

function isMapOfMaps(value: unknown): boolean {
  const isObject = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item);
  return isObject(value) && Object.values(value as object).every(isObject);
}
