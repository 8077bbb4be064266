import type { LocalRoot } from '../../delivery/handed-over.ts';
import { sizeOf } from '../../delivery/item-size.ts';
import { LocalTrace } from './local-trace.ts';
import type { LocalTraces } from './local-traces.ts';
import type { KeepRecord } from './log-processor.ts';
import { localTraceIn, type SpanKeeper } from './span-processor.ts';

const sizeOfSpan = sizeOf('traces');
const sizeOfRecord = sizeOf('logs');

/** Handlers of spans and of log records. */
export interface Keepers {
  readonly spans: SpanKeeper;
  readonly records: KeepRecord;
}

/** Makes them wait in this thread until their local root has ended. */
export function holding(traces: LocalTraces): Keepers {
  const find = (traceId: string) => traces.find(traceId) ?? decided(traces, traceId);
  return {
    spans: {
      begin: trace => traces.open(trace),
      find,
      end(trace, span, isRoot, pass) {
        traces.wait(trace, 'spans', sizeOfSpan(span), pass);
        if (isRoot) traces.settle(trace);
      },
    },
    records(active, { traceId }, record, pass) {
      const trace = localTraceIn(active) ?? find(traceId);
      if (trace) traces.wait(trace, 'records', sizeOfRecord(record), pass);
      else pass();
    },
  };
}

function decided(traces: LocalTraces, traceId: string): LocalTrace | undefined {
  const verdict = traces.verdictOn(traceId);
  if (!verdict) return undefined;
  const trace = new LocalTrace(traceId, (): LocalRoot => {
    throw new Error('it is decided');
  });
  trace.settle(verdict);
  return trace;
}
