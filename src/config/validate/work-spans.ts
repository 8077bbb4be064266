import type { Configuration } from '../configuration.ts';
import { type Finding, finding } from '../finding.ts';
import { parseWorkSpans } from '../parse/work-spans.ts';

/**
 * Unreadable entries of OTEL_RUN_WORK_SPANS. Whether a function exists is known only when its module loads.
 */
export function validateWorkSpans({ settings }: Configuration): readonly Finding[] {
  const setting = settings.get('OTEL_RUN_WORK_SPANS');
  if (!setting) return [];
  return parseWorkSpans(setting.value).problems.map(({ position, problem }) =>
    finding('work-spans-invalid', setting.name, { position, problem }),
  );
}
