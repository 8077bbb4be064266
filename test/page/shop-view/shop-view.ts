import type { FrozenView } from '../../../src/view/model/frozen.ts';
import type { TraceAnswer } from '../../../src/view/model/traces.ts';
import { type Draft, logOf, resetIds } from './draft.ts';
import { findingsOf } from './findings.ts';
import { ORIGIN } from './origin.ts';
import { checkout, described, home, missing, nightly, product, slow } from './requests.ts';
import { RESOURCES, START } from './services.ts';
import { inTreeOrder, servicesOf, summaryOf } from './summaries.ts';

/** What the views of the tests show: a shop that asks a service for prices, with errors, and calls in a loop. */
export interface ShopView extends Omit<FrozenView, 'traces'> {
  readonly traces: readonly TraceAnswer[];
}

/** The shop after so many rounds of requests. */
export function shopView(rounds = 1, { calls = 8 } = {}): ShopView {
  resetIds();
  const drafts: Draft[] = [];
  for (let round = 0; round < rounds; round++) {
    const at = START + round * 9000;
    drafts.push(
      home(at),
      product(at + 700, 3 + round),
      home(at + 1500),
      slow(at + 2300, calls),
      missing(at + 3100),
    );
    drafts.push(
      product(at + 4200, 9, 502),
      checkout(at + 5200),
      described(at + 6100),
      nightly(at + 7200),
      product(at + 8300, 5),
    );
  }
  const findings = findingsOf(drafts);
  const traces = drafts.map(draft => ({
    ...summaryOf(draft),
    spans: inTreeOrder(draft.spans),
    logs: [...draft.logs].sort((one, other) => one.timeMs - other.timeMs),
    findings: findings.filter(finding => finding.traceId === draft.traceId),
    resources: RESOURCES,
  }));
  const alone = [
    logOf({ message: 'shop listens on port 3000', timeMs: START - 900 }),
    logOf({ message: 'prices listens on port 4000', timeMs: START - 1100, service: 'prices' }),
    logOf({
      message: 'the cache is nearly full',
      timeMs: START + 5000,
      severity: 'WARN',
      severityNumber: 13,
      severityText: 'warn',
      service: 'prices',
      attributes: { entries: 9800, limit: 10000 },
    }),
  ];
  const logs = [...drafts.flatMap(draft => draft.logs), ...alone].sort(
    (one, other) => one.timeMs - other.timeMs,
  );
  return { ...ORIGIN, services: servicesOf(drafts), traces, logs, findings };
}
