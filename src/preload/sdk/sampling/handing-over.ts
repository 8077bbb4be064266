import type { Delivery } from '../../delivery/delivery.ts';
import type { Undecided } from '../../delivery/handed-over.ts';
import type { Keepers } from './holding.ts';
import type { LocalTrace } from './local-trace.ts';
import { localTraceIn } from './span-processor.ts';

/**
 * Hands over this worker thread's spans and log records at once, and the main thread decides: anything that
 * waited here would be lost if the thread is terminated.
 *
 * @param most local roots that can be found by their trace id alone
 */
export function handingOver(handOver: NonNullable<Delivery['undecided']>, most: number): Keepers {
  const byId = new Map<string, LocalTrace>();
  return {
    spans: {
      begin(trace) {
        byId.set(trace.key, trace);
        if (byId.size <= most) return;
        const [oldest = ''] = byId.keys();
        byId.delete(oldest);
      },
      find: traceId => byId.get(traceId),
      end: (trace, _span, isRoot, pass) => handOver(describe(trace, isRoot), () => pass()),
    },
    records(active, { traceId }, _record, pass) {
      const trace = localTraceIn(active) ?? byId.get(traceId);
      handOver(trace && describe(trace, false), () => pass());
    },
  };
}

function describe(trace: LocalTrace, isEnd: boolean): Undecided | undefined {
  const facts = trace.facts();
  return facts && { ...facts, traceState: facts.traceState?.serialize() ?? '', isEnd };
}
