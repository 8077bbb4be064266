import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import type { ViewOptions } from '@opentelemetry/sdk-metrics';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import { redactText } from '../../logs/secrets.ts';
import { errorMessage } from '../../shared/error-message.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { guardPatches } from '../hooks/guarded-patches.ts';
import { type ExtensionShape, readExtension } from './extension-shape.ts';
import type { Providers } from './providers.ts';

/** The default export of a module that `OTEL_RUN_EXTEND` names. */
export interface Extension {
  readonly instrumentations?: readonly Instrumentation[];
  readonly spanProcessors?: readonly SpanProcessor[];
  readonly logRecordProcessors?: readonly LogRecordProcessor[];
  readonly sampler?: Sampler;
  /** Views of metrics, used if metrics are on. */
  readonly views?: readonly ViewOptions[];
}

/**
 * Loads the extension. Unusable parts are reported and left out: the application runs without them.
 *
 * @param specifier a path relative to the working directory, or a package of the application
 */
export function loadExtension(specifier: string | undefined, folder: string, say: Say): Extension {
  if (specifier === undefined) return {};
  const { extension, problem } = tryExtension(specifier, folder);
  if (problem) say('warn', redactText(`OTEL_RUN_EXTEND=${specifier} is left out: ${problem}`));
  return extension;
}

/** Loads an extension, or its usable parts, and describes problems in one line. Never throws. */
export function tryExtension(specifier: string, folder: string): ExtensionShape {
  try {
    const require = createRequire(join(folder, 'package.json'));
    return readExtension(require(specifier.startsWith('.') ? join(folder, specifier) : specifier));
  } catch (error) {
    const [problem = 'it cannot be loaded'] = errorMessage(error).split('\n');
    return { extension: {}, problem };
  }
}

/**
 * Attaches the extension's instrumentations to this process's providers. An instrumentation that throws is
 * left out and reported, and so is each patch that throws.
 */
export function enableExtension({ instrumentations = [] }: Extension, providers: Providers, say: Say): void {
  for (const instrumentation of instrumentations) {
    try {
      guardPatches(instrumentation);
      attach(instrumentation, providers);
    } catch (error) {
      const name = instrumentation.instrumentationName;
      say('warn', `instrumentation ${name} of OTEL_RUN_EXTEND is off: ${errorMessage(error)}`);
    }
  }
}

function attach(instrumentation: Instrumentation, providers: Providers): void {
  instrumentation.setTracerProvider(providers.tracerProvider);
  instrumentation.setLoggerProvider?.(providers.loggerProvider);
  if (providers.meterProvider) instrumentation.setMeterProvider(providers.meterProvider);
  if (instrumentation.getConfig().enabled === false) instrumentation.enable();
}
