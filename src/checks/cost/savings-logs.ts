import { bodyText, shorten } from '../evidence.ts';
import type { Facts } from '../facts.ts';
import { stableText } from '../stable-text.ts';
import type { Attribution } from './attribution.ts';
import { percent, type Saving } from './saving.ts';

const LEAST_SHARE = 0.25;

/** This many equal records per request are noise. */
const MOST_IN_A_REQUEST = 3;

/** Messages that a request logs repeatedly. */
export function logSavings(
  { telemetry: { logs } }: Facts,
  { requested, count, per }: Attribution,
  bytes: ReadonlyMap<object, number>,
): Saving[] {
  const ofRequests = new Set<object>(requested.logs);
  const groups = new Map<string, { text: string; count: number; requested: number; bytes: number }>();
  let total = 0;
  for (const log of logs) {
    const text = stableText(bodyText(log));
    const key = JSON.stringify([log.scope.name, log.severityNumber, text]);
    const group = groups.get(key) ?? { text, count: 0, requested: 0, bytes: 0 };
    const size = bytes.get(log) ?? 0;
    total += size;
    groups.set(key, {
      text,
      count: group.count + 1,
      requested: group.requested + (ofRequests.has(log) ? 1 : 0),
      bytes: group.bytes + size,
    });
  }
  return [...groups.values()]
    .map(group => ({ ...group, share: total === 0 ? group.count / logs.length : group.bytes / total }))
    .filter(group => group.share >= LEAST_SHARE && group.requested / count > MOST_IN_A_REQUEST)
    .map(({ text, share, requested: times }) => ({
      of: 'logs' as const,
      name: text,
      share,
      message: `"${shorten(text, 80)}" is ${percent(share)} of your logs' bytes: ${Math.round(times / count)} records a ${per}`,
      fix: 'log it once with a count, at debug level, or limit it: OTEL_RUN_LOG_LIMIT=10/s',
    }));
}
