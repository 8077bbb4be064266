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
import { createLoggerProvider, createLogProcessors, readLogLimits } from './logging.ts';
import type { Providers } from './providers.ts';
import { detectResource } from './resource.ts';
import type { Sampling } from './sampling/sampling.ts';
import { createSpanProcessors, createTracerProvider } from './tracing.ts';

const VALUE_CUT = 'long values are cut: OTEL_RUN_MAX_VALUE_LENGTH is how long they may be';

/**
 * Builds the providers of this process from the environment, or from the file that `OTEL_CONFIG_FILE` names, which
 * then decides alone.
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
    return createDeclaredProviders(delivery);
  }
  const { sampler, spanProcessors = [], logRecordProcessors = [], views = [] } = extension;
  const resource = detectResource(env, settings, script);
  const sampling = createSampling(settings, delivery, sampler === undefined && !isRatio(env));
  // An extension's processors come before those that export: what they change is what is exported.
  const spans = [
    redactSpans(),
    routesFromBelow(),
    ...spanProcessors,
    ...sampled(createSpanProcessors(settings, delivery.spans), sampling?.spans),
  ];
  const processors = [
    fieldProcessor(),
    ...logRecordProcessors,
    ...sampled(
      createLogProcessors(settings, delivery.logs),
      settings.samplingLogs === 'all' ? undefined : sampling?.logs,
    ),
  ];
  const metrics = () => loadPart('metrics');
  return {
    tracerProvider: createTracerProvider(env, resource, spans, sampler),
    loggerProvider: createLoggerProvider({ resource, processors, logRecordLimits: readLogLimits(env) }),
    meterProvider:
      settings.exporters.metrics.length > 0
        ? metrics().createMeterProvider(env, settings, {
            ...{ resource, delivery, views, say },
            ownScopes: curatedScopes(settings),
          })
        : undefined,
  };
}

/** Loaded only where it is asked for, and where there are traces to decide on. */
function createSampling(settings: Settings, delivery: Delivery, isCountable: boolean): Sampling | undefined {
  if (settings.sampling === undefined || settings.exporters.traces.length === 0) return undefined;
  return loadPart('sampling').createSampling(settings, delivery, isCountable);
}

function sampled<Processor>(
  exporting: Processor[],
  before: ((exporting: readonly Processor[]) => Processor) | undefined,
): Processor[] {
  return before && exporting.length > 0 ? [before(exporting)] : exporting;
}

/** The SDK's samplers of a share decide by something else than the trace's randomness, and do not write which share. */
function isRatio({ OTEL_TRACES_SAMPLER = '' }: NodeJS.ProcessEnv): boolean {
  return OTEL_TRACES_SAMPLER.endsWith('traceidratio');
}
