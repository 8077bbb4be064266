import type { Configuration } from '../configuration.ts';
import { type Finding, finding } from '../finding.ts';
import { isHeaderName } from '../parse/headers.ts';
import { parseList, parseNumber } from '../parse/values.ts';
import { findVariable } from '../variables/variables.ts';

/** Values that are well-formed but name something impossible. */
export function validateLists({ settings }: Configuration): readonly Finding[] {
  const entriesOf = (name: string) => parseList(settings.get(name)?.value) ?? [];
  const headers = ['OTEL_RUN_CONTEXT_HEADERS', 'OTEL_RUN_REQUEST_ID_HEADER'].flatMap(name =>
    entriesOf(name)
      .filter(value => !isHeaderName(value))
      .map(value => finding('header-name-invalid', name, { value })),
  );
  const paths = entriesOf('OTEL_RUN_IGNORE_PATHS')
    .filter(value => !/^[/*]/.test(value))
    .map(value => finding('ignore-path-invalid', 'OTEL_RUN_IGNORE_PATHS', { value }));
  return [...headers, ...paths];
}

/** A batch larger than its queue would never fill up, so the SDK reduces it to the size of the queue. */
export function validateBatches({ settings }: Configuration): readonly Finding[] {
  return ['OTEL_BSP', 'OTEL_BLRP'].flatMap(prefix => {
    const read = (name: string) =>
      parseNumber(settings.get(name)?.value, { min: 1 }) ?? Number(findVariable(name)?.default);
    const [size, queue] = [`${prefix}_MAX_EXPORT_BATCH_SIZE`, `${prefix}_MAX_QUEUE_SIZE`];
    if (!settings.has(size) || read(size) <= read(queue)) return [];
    return [finding('batch-exceeds-queue', size, { value: read(size), queue, used: read(queue) })];
  });
}
