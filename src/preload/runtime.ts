import { context } from '@opentelemetry/api';
import type { Settings } from '../config/settings.ts';
import { provideRuntime, type Runtime } from '../work/runtime.ts';
import type { Delivery } from './delivery/delivery.ts';
import { knowFile, rethrown } from './errors/rethrown.ts';
import { passError } from './errors/unwinding.ts';
import type { Say } from './foundation/diagnostics.ts';
import type { Providers } from './sdk/providers.ts';

/** Activates, in this thread, the functions that the application imports from `otel-run`. */
export function startRuntime(
  { development }: Settings,
  { spans, logs }: Delivery,
  { meterProvider }: Providers,
  say: Say,
): Runtime {
  const runtime: Runtime = {
    version: __VERSION__,
    meterProvider,
    async flush() {
      await Promise.all([spans.flush(), logs.flush(), forceFlush(meterProvider)]);
    },
    warn(message) {
      if (!development) say('warn', message);
    },
    knowFile,
    passed(error, frame) {
      passError(context.active(), frame);
      rethrown(error);
    },
  };
  provideRuntime(runtime);
  return runtime;
}

/** The delivery has already reported failures in there. */
async function forceFlush(meterProvider: Flushable | undefined): Promise<void> {
  await meterProvider?.forceFlush?.().catch(() => {});
}

type Flushable = Providers['meterProvider'] & { forceFlush?(): Promise<void> };
