import type { SpanContext, TraceState } from '@opentelemetry/api';
import { TraceState as SdkTraceState } from '@opentelemetry/core';
import type { Threshold } from '../../delivery/handed-over.ts';

// Consistent probability sampling: a trace is kept if its 56 bits of randomness are not below a threshold.
// https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/ Both are stored as 14
// hexadecimal digits, which sort like the numbers.

/** Keeps everything. */
export const KEEP_ALL: Threshold = '0'.repeat(14);

/** Keeps nothing. */
export const KEEP_NONE: Threshold = 'g';

/** The key of OpenTelemetry's own values in `tracestate`. */
const KEY = 'ot';

/** The sampling information in a `tracestate`. */
export interface SamplingState {
  readonly threshold: Threshold | undefined;
  readonly randomness: string | undefined;
}

const NOTHING: SamplingState = { threshold: undefined, randomness: undefined };

/** Digits of precision that the specification recommends, after the leading `f`s of small shares. */
const PRECISION = 4;
const MOST_DIGITS = 12;

/** The threshold of a share from 0 to 1, rounded as the specification's example does: 0.05 → `f3333000000000`. */
export function thresholdOf(share: number): Threshold {
  if (share <= 0) return KEEP_NONE;
  if (share >= 1) return KEEP_ALL;
  const exponent = Math.floor(Math.log2(share)) + 1;
  const digits = Math.min(MOST_DIGITS, PRECISION + Math.floor(exponent / -4));
  const scale = 16 ** digits;
  const rejected = Math.min(Math.round((1 - share) * scale), scale - 1);
  return rejected.toString(16).padStart(digits, '0').padEnd(14, '0');
}

/** The randomness of a trace: from its `tracestate`, otherwise the last 7 bytes of its id. */
export function randomnessOf(
  { traceId }: Pick<SpanContext, 'traceId'>,
  { randomness }: SamplingState,
): string {
  return randomness ?? traceId.slice(-14);
}

/** Reads `th` and `rv`. Malformed values count as absent. */
export function readSamplingState(traceState: TraceState | undefined): SamplingState {
  const value = traceState?.get(KEY);
  if (value === undefined) return NOTHING;
  const [, th] = /(?:^|;)th:([0-9a-f]{1,14})(?:;|$)/.exec(value) ?? [];
  const [, randomness] = /(?:^|;)rv:([0-9a-f]{14})(?:;|$)/.exec(value) ?? [];
  return { threshold: th?.padEnd(14, '0'), randomness };
}

/**
 * A `tracestate` with this threshold and its other values unchanged.
 *
 * @param threshold undefined: the probability by which the trace was kept is unknown
 */
export function withThreshold(
  traceState: TraceState | undefined,
  threshold: Threshold | undefined,
): TraceState | undefined {
  if (traceState === undefined) return threshold === undefined ? undefined : onlyThreshold(threshold);
  const others = (traceState.get(KEY) ?? '')
    .split(';')
    .filter(member => member !== '' && !member.startsWith('th:'));
  const value = [...(threshold === undefined ? [] : [`th:${shorten(threshold)}`]), ...others].join(';');
  return value === '' ? traceState.unset(KEY) : traceState.set(KEY, value);
}

const onlyThresholds = new Map<Threshold, TraceState>();

/** Most traces have no `tracestate` yet: all that were kept by the same share get the same one. */
function onlyThreshold(threshold: Threshold): TraceState {
  let traceState = onlyThresholds.get(threshold);
  if (!traceState) {
    const text = `${KEY}=th:${shorten(threshold)}`;
    // Serialized with every encoded span. The SDK's own class would build the string again each time.
    traceState = Object.assign(new SdkTraceState(text), { serialize: () => text });
    // Anyone can choose the threshold that comes with a request.
    if (onlyThresholds.size < 100) onlyThresholds.set(threshold, traceState);
  }
  return traceState;
}

function shorten(threshold: Threshold): string {
  return threshold.replace(/(?<!0)0+$/, '') || '0';
}
