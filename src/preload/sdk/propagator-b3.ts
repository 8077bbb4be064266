import type { TextMapPropagator } from '@opentelemetry/api';
import { B3InjectEncoding, B3Propagator } from '@opentelemetry/propagator-b3';

/** The SDK's B3 propagator: one `b3` header, or several `x-b3-*` headers. */
export function createB3Propagator(headers: 'single' | 'multi'): TextMapPropagator {
  return new B3Propagator({
    injectEncoding: headers === 'single' ? B3InjectEncoding.SINGLE_HEADER : B3InjectEncoding.MULTI_HEADER,
  });
}
