import { diag, logs, metrics, ProxyTracerProvider, trace } from '@opentelemetry/api';
import { startNodeSdk } from '@opentelemetry/sdk-node';
import { collectAtDrain } from '../../../metrics/collect-at-drain.ts';
import type { Delivery } from '../../delivery/delivery.ts';
import type { Keeping } from '../keeping.ts';
import type { Providers } from '../providers.ts';
import { withDelivery } from './current-delivery.ts';
import { withKeeping } from './current-keeping.ts';

/**
 * Builds the declarations of an `OTEL_CONFIG_FILE` with the SDK's own `startNodeSdk`, except that OTLP
 * exports go through this process's delivery.
 *
 * @throws if the file cannot be used
 */
export function createDeclaredProviders(delivery: Delivery, keeping: Keeping): Providers {
  const errors = withKeeping(keeping, () => withDelivery(delivery, startCapturingErrors));
  if (errors.length > 0) throw new Error(errors.join('; '));
  const registered = trace.getTracerProvider();
  const meterProvider = metrics.getMeterProvider();
  collectAtDrain(delivery.onDrain, meterProvider);
  const providers = {
    tracerProvider: registered instanceof ProxyTracerProvider ? registered.getDelegate() : registered,
    loggerProvider: logs.getLoggerProvider(),
    meterProvider,
    failed: keeping.failed,
  };
  // The caller registers them again, in the form that the entire process will see.
  for (const api of [trace, logs, metrics]) api.disable();
  return providers;
}

/** `startNodeSdk` prints its errors with its own console logger, then continues without an SDK. */
function startCapturingErrors(): string[] {
  const errors: string[] = [];
  const { setLogger } = diag;
  const silent = () => {};
  diag.disable();
  diag.setLogger({
    error: message => errors.push(message),
    warn: silent,
    info: silent,
    debug: silent,
    verbose: silent,
  });
  diag.setLogger = () => true;
  try {
    startNodeSdk();
  } finally {
    diag.setLogger = setLogger;
    diag.disable();
  }
  return errors;
}
