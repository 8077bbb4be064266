import type { Settings } from '../../config/settings.ts';
import { curatedScopes } from '../../libraries/own-scopes.ts';
import { redactSpans } from '../../logs/redact-spans.ts';
import { limitValues } from '../../logs/value-length.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { loadPart } from '../foundation/parts.ts';
import { routesFromBelow } from '../spans/framework-spans.ts';
import type { Extension } from './extension.ts';
import { fieldProcessor } from './field-processor.ts';
import { createKeeping } from './keeping.ts';
import { createLoggerProvider, createLogProcessors, readLogLimits } from './logging.ts';
import type { MeterProviderMeans } from './metering.ts';
import type { Providers } from './providers.ts';
import { removeContents } from './remove-contents.ts';
import { detectResource } from './resource.ts';
import { createSampler, createSpanProcessors, createTracerProvider } from './tracing.ts';

const VALUE_CUT = 'long values are cut to OTEL_RUN_MAX_VALUE_LENGTH characters';

/**
 * Builds the providers of this process from the environment or, if `OTEL_CONFIG_FILE` is set, only from that
 * file.
 *
 * @param script path of the application's entry
 */
export function createProviders(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  delivery: Delivery,
  extension: Extension,
  script: string | undefined,
  say: Say,
): Providers {
  limitValues(settings.maxValueLength, () => {
    if (!settings.development) say('warn', VALUE_CUT);
  });
  if (settings.configFile) {
    const { createDeclaredProviders } = loadPart('declarative');
    return createDeclaredProviders(delivery, createKeeping(settings, delivery, true));
  }
  const { sampler, spanProcessors = [], logRecordProcessors = [], views = [] } = extension;
  const resource = detectResource(env, settings, script);
  const keeping = createKeeping(settings, delivery, settings.exporters.traces.length > 0);
  const head = sampler ?? createSampler(env, keeping.createRatioSampler);
  // An extension's processors run before the exporting ones, so that their changes are exported.
  const spans = [
    redactSpans(removeContents),
    routesFromBelow(),
    ...spanProcessors,
    ...keeping.spans(createSpanProcessors(settings, delivery.spans), head),
  ];
  const processors = [
    fieldProcessor(),
    ...logRecordProcessors,
    ...keeping.logs(createLogProcessors(settings, delivery.logs)),
  ];
  return {
    tracerProvider: createTracerProvider(env, resource, spans, head),
    loggerProvider: createLoggerProvider({ resource, processors, logRecordLimits: readLogLimits(env) }),
    meterProvider: measure(env, settings, { resource, delivery, views, say }),
    failed: keeping.failed,
  };
}

function measure(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  means: Omit<MeterProviderMeans, 'ownScopes'>,
): Providers['meterProvider'] {
  if (settings.exporters.metrics.length === 0) return undefined;
  const { createMeterProvider } = loadPart('metrics');
  return createMeterProvider(env, settings, { ...means, ownScopes: curatedScopes(settings) });
}
