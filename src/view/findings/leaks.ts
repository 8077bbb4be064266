import { serviceNameOf } from '../store/service-name.ts';
import type { Leaky } from '../store/store.ts';
import { type Found, runCheck } from './live-checks.ts';
import { type Occurrence, withoutNumbers } from './occurrence.ts';
import { NOWHERE } from './place.ts';

/** The secrets in items that arrived with one. */
export function leaksOf({ spans, logs }: Leaky, timeMs: number): Occurrence[] {
  const ofSpans = spans.flatMap(span =>
    runCheck('no-secrets', [span], []).map(found => ({
      ...toOccurrence(found, timeMs),
      service: serviceNameOf(span),
      traceId: span.traceId,
      spanId: span.spanId,
    })),
  );
  const ofLogs = logs.flatMap(({ sent, id }) =>
    runCheck('no-secrets', [], [sent]).map(found => ({
      ...toOccurrence(found, timeMs),
      service: serviceNameOf(sent),
      traceId: sent.traceId,
      spanId: sent.spanId,
      logId: id,
    })),
  );
  return [...ofSpans, ...ofLogs];
}

function toOccurrence({ evidence, about }: Found, timeMs: number): Occurrence {
  const { text, source = null } = evidence;
  return { ...NOWHERE, ...about, key: withoutNumbers(text), title: text, text, timeMs, source };
}
