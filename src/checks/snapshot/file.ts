import { isMap, parse, parseDocument, stringify } from 'yaml';
import type { Shape } from './shape.ts';

const HEAD = `# The shape of the telemetry: services, spans, records and instruments, with their attributes.
# Written by otel-run smoke --snapshot with --update; commit it.
`;

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
  if (problem !== undefined) throw new Error(`${file}: ${problem}. Rewrite it with --update.`);
  return Object.fromEntries(
    Object.entries((document.toJS() ?? {}) as Record<string, Partial<Shape[string]>>).map(
      ([service, shape]) => [
        service,
        { spans: shape.spans ?? {}, records: shape.records ?? {}, instruments: shape.instruments ?? {} },
      ],
    ),
  );
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
