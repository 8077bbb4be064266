import type { TextMapPropagator } from '@opentelemetry/api';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { readList } from '../../config/read-variable.ts';
import { loadPart } from '../foundation/parts.ts';

/** `OTEL_PROPAGATORS` → propagator. */
const PROPAGATORS: Readonly<Record<string, () => TextMapPropagator>> = {
  tracecontext: () => new W3CTraceContextPropagator(),
  baggage: () => new W3CBaggagePropagator(),
  b3: () => loadPart('propagator-b3').createB3Propagator('single'),
  b3multi: () => loadPart('propagator-b3').createB3Propagator('multi'),
};

/**
 * Builds a propagator from `OTEL_PROPAGATORS`. Unknown names are left out; `none` alone means no propagator.
 */
export function createPropagator(env: NodeJS.ProcessEnv): TextMapPropagator | undefined {
  const names = readList(env, 'OTEL_PROPAGATORS') ?? ['tracecontext', 'baggage'];
  if (names.includes('none')) return undefined;
  const propagators = [...new Set(names)].flatMap(name => PROPAGATORS[name.toLowerCase()]?.() ?? []);
  return propagators.length > 0 ? new CompositePropagator({ propagators }) : undefined;
}
