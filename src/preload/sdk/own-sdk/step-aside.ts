import { context, diag, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type { Delivery } from '../../delivery/delivery.ts';
import type { Providers } from '../providers.ts';
import { forgetApi } from './forget-api.ts';

/**
 * Leaves the process to an SDK that the application starts. Everything that ended so far is still delivered.
 */
export function stepAside(
  env: NodeJS.ProcessEnv,
  delivery: Delivery,
  providers: Providers,
  instrumentations: { stop(): void },
): void {
  for (const api of [trace, logs, context, propagation]) api.disable();
  Reflect.deleteProperty(context, 'with');
  if (providers.meterProvider) metrics.disable();
  if (env.OTEL_LOG_LEVEL) diag.disable();
  forgetApi(globalThis);
  instrumentations.stop();
  delivery.spans.drain();
  delivery.logs.drain();
}
