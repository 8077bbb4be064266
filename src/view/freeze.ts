import type { SmokeReport } from '../report/report.ts';
import { toViewLog } from './answers/log.ts';
import type { Hub } from './hub.ts';
import type { FrozenView } from './model/frozen.ts';

/** Everything that a view holds now, for a page that works without a running view. */
export function freeze({ store, answers, findings, files }: Hub, smoke: SmokeReport | null): FrozenView {
  findings.judgeNow();
  const traces = [...store.traces.keys()].flatMap(traceId => answers.trace(traceId) ?? []);
  return {
    format: 1,
    status: answers.status(),
    services: answers.services(),
    traces: traces.sort((one, other) => other.startTimeMs - one.startTimeMs),
    logs: [...store.logs.newestFirst()].map(log => toViewLog(log, files)),
    metrics: answers.metrics().metrics,
    processes: answers.processes().processes,
    findings: answers.findings().findings,
    smoke,
    timeMs: Date.now(),
  };
}
