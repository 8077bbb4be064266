import { TraceState } from '@opentelemetry/core';
import type { Route } from '../../../config/route.ts';
import type { DecideHandedOver, LocalRoot, Undecided } from '../../delivery/handed-over.ts';
import { withSpanTraceState } from '../../delivery/span-trace-state.ts';
import type { SamplingVerdict } from './decide.ts';
import { LocalTrace } from './local-trace.ts';
import type { LocalTraces } from './local-traces.ts';
import { withThreshold } from './threshold.ts';

/**
 * Makes encoded telemetry from worker threads wait in this thread until its local root has ended in theirs.
 */
export function decideHandedOver(traces: LocalTraces): DecideHandedOver {
  const latest = new WeakMap<LocalTrace, Undecided>();
  return (undecided, route, body, add) => {
    const settle = ({ keep, threshold }: SamplingVerdict) => {
      if (keep) add(withThresholdIn(route, body, undecided.traceState, threshold));
    };
    const { spanId } = undecided;
    const verdict = traces.verdictOn(spanId);
    if (verdict) return settle(verdict);
    const known = traces.find(spanId);
    const trace: LocalTrace = known ?? new LocalTrace(spanId, () => rootOf(latest.get(trace) ?? undecided));
    latest.set(trace, undecided);
    if (undecided.hasError) trace.hasError = true;
    if (!known) traces.open(trace);
    traces.wait(trace, route.signal === 'logs' ? 'records' : 'spans', body.length, settle);
    if (undecided.isEnd) traces.settle(trace);
  };
}

function rootOf({ traceState, ...root }: Undecided): LocalRoot {
  const milliseconds = root.isEnd ? root.milliseconds : Date.now() - root.start;
  return { ...root, milliseconds, traceState: traceState === '' ? undefined : new TraceState(traceState) };
}

function withThresholdIn(
  route: Route,
  body: Uint8Array,
  traceState: string,
  threshold: string | undefined,
): Uint8Array {
  if (route.signal !== 'traces') return body;
  const before = traceState === '' ? undefined : new TraceState(traceState);
  const after = withThreshold(before, threshold)?.serialize() ?? '';
  return after === traceState ? body : withSpanTraceState(route, body, after);
}
