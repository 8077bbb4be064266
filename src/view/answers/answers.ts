import type { FindingsAnswer, ViewFinding, ViewFindingCode } from '../model/findings.ts';
import type { LogsAnswer } from '../model/logs.ts';
import type { MetricsAnswer } from '../model/metrics.ts';
import type { ProcessesAnswer, ViewProcess } from '../model/processes.ts';
import type { ServicesAnswer } from '../model/services.ts';
import type { StatusAnswer } from '../model/status.ts';
import type { TraceAnswer, TraceSummary, TracesAnswer } from '../model/traces.ts';
import type { HeldLog } from '../store/held.ts';
import type { Store } from '../store/store.ts';
import type { HeldTrace } from '../store/trace-table.ts';
import { toViewLog } from './log.ts';
import { metricsAnswer } from './metrics.ts';
import type { LogQuery, TraceQuery } from './query.ts';
import { matchesLog, matchesTrace } from './search.ts';
import { resourcesOf, servicesAnswer } from './services.ts';
import type { SourceFiles } from './source-files.ts';
import { toViewSpans } from './span.ts';
import { summarizeTrace } from './trace-summary.ts';

/** The sources of the answers. */
export interface Sources {
  readonly store: Store;
  readonly files: SourceFiles;
  readonly findings: {
    codesOf(traceId: string): readonly ViewFindingCode[];
    ofTrace(traceId: string): readonly ViewFinding[];
    all(): readonly ViewFinding[];
  };
  readonly processes: () => readonly ViewProcess[];
  readonly status: () => StatusAnswer;
}

/** The answers of the API, each created on request. The page, scripts and agents get the same answers. */
export interface Answers {
  status(): StatusAnswer;
  services(): ServicesAnswer;
  traces(query: TraceQuery): TracesAnswer;
  trace(traceId: string): TraceAnswer | null;
  summary(trace: HeldTrace): TraceSummary | null;
  logs(query: LogQuery): LogsAnswer;
  metrics(): MetricsAnswer;
  processes(): ProcessesAnswer;
  findings(): FindingsAnswer;
}

/** The summary of a trace at a given revision. */
interface Summarized {
  readonly revision: number;
  readonly summary: TraceSummary | null;
}

export function createAnswers(sources: Sources): Answers {
  return new AnswersOnRequest(sources);
}

class AnswersOnRequest implements Answers {
  readonly #sources: Sources;
  readonly #summaries = new WeakMap<HeldTrace, Summarized>();
  #services: { readonly revision: number; readonly answer: ServicesAnswer } | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  status(): StatusAnswer {
    return this.#sources.status();
  }

  /** Computed from everything that is held, once for all simultaneous requests. */
  services(): ServicesAnswer {
    const { store } = this.#sources;
    if (this.#services?.revision !== store.revision)
      this.#services = { revision: store.revision, answer: servicesAnswer(store) };
    return this.#services.answer;
  }

  traces(query: TraceQuery): TracesAnswer {
    const { store } = this.#sources;
    const matching = [...store.traces.values()].flatMap(trace => {
      const made = this.summary(trace);
      const logs = store.logs.ofTrace(trace.traceId);
      return made && matchesTrace(made, trace.spans, logs, query) ? [made] : [];
    });
    const newestFirst = matching.sort((one, other) => other.startTimeMs - one.startTimeMs);
    const { limit, offset = 0 } = query;
    return { traces: newestFirst.slice(offset, offset + limit), matched: matching.length };
  }

  trace(traceId: string): TraceAnswer | null {
    const { store, files, findings } = this.#sources;
    const trace = store.traces.get(traceId);
    const made = trace && this.summary(trace);
    if (!trace || !made) return null;
    const logs = store.logs.ofTrace(traceId);
    const used = new Map([...trace.spans.values(), ...logs].map(item => [item.resourceId, item.resource]));
    return {
      ...made,
      spans: toViewSpans(trace.spans.values(), files),
      logs: logs.map(log => toViewLog(log, files)).sort((one, other) => one.timeMs - other.timeMs),
      findings: findings.ofTrace(traceId),
      resources: resourcesOf([...used].map(([id, attributes]) => ({ id, attributes }))),
    };
  }

  summary(trace: HeldTrace): TraceSummary | null {
    const before = this.#summaries.get(trace);
    if (before?.revision === trace.revision) return before.summary;
    const { store, findings } = this.#sources;
    const logs = store.logs.ofTrace(trace.traceId);
    const made = summarizeTrace(trace.spans, logs, findings.codesOf(trace.traceId));
    this.#summaries.set(trace, { revision: trace.revision, summary: made });
    return made;
  }

  logs(query: LogQuery): LogsAnswer {
    return logsAnswer(this.#sources.store, this.#sources.files, query);
  }

  metrics(): MetricsAnswer {
    return metricsAnswer(this.#sources.store.metrics.all());
  }

  processes(): ProcessesAnswer {
    return { processes: this.#sources.processes() };
  }

  findings(): FindingsAnswer {
    return { findings: this.#sources.findings.all() };
  }
}

function logsAnswer(store: Store, files: SourceFiles, query: LogQuery): LogsAnswer {
  const { limit, offset = 0 } = query;
  const shown: HeldLog[] = [];
  let matched = 0;
  for (const log of store.logs.newestFirst()) {
    if (!matchesLog(log, query)) continue;
    matched += 1;
    if (matched > offset && shown.length < limit) shown.push(log);
  }
  const used = new Map(shown.map(log => [log.resourceId, log.resource]));
  return {
    logs: shown.map(log => toViewLog(log, files)),
    matched,
    resources: resourcesOf([...used].map(([id, attributes]) => ({ id, attributes }))),
  };
}
