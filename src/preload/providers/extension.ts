import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import { errorMessage } from '../../error-message.ts';
import type { Say } from '../diagnostics.ts';
import type { Providers } from './providers.ts';

/** What a module that `OTEL_RUN_EXTEND` names may export as its default. */
export interface Extension {
  readonly instrumentations?: readonly Instrumentation[];
  readonly spanProcessors?: readonly SpanProcessor[];
  readonly logRecordProcessors?: readonly LogRecordProcessor[];
  readonly sampler?: Sampler;
}

/**
 * Loads the extension. One that cannot be loaded is said and left out: the application runs without it.
 *
 * @param specifier a path relative to the working directory, or a package of the application
 */
export function loadExtension(specifier: string | undefined, folder: string, say: Say): Extension {
  if (specifier === undefined) return {};
  try {
    const require = createRequire(join(folder, 'package.json'));
    const exports = require(specifier.startsWith('.') ? join(folder, specifier) : specifier);
    return exports.default ?? exports;
  } catch (error) {
    const [reason] = errorMessage(error).split('\n');
    say('warn', `OTEL_RUN_EXTEND=${specifier} is left out: ${reason}`);
    return {};
  }
}

/** Attaches the extension's instrumentations to this process's providers. */
export function enableExtension({ instrumentations = [] }: Extension, providers: Providers): void {
  for (const instrumentation of instrumentations) {
    instrumentation.setTracerProvider(providers.tracerProvider);
    instrumentation.setLoggerProvider?.(providers.loggerProvider);
    if (providers.meterProvider) instrumentation.setMeterProvider(providers.meterProvider);
    if (instrumentation.getConfig().enabled === false) instrumentation.enable();
  }
}
