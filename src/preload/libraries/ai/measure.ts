import type { Attributes, Histogram, MeterProvider } from '@opentelemetry/api';
import { findRuntime } from '../../../work/runtime.ts';
import { monotonicNow } from '../../foundation/intrinsics.ts';

/** The measurements of one operation. */
export interface Measured {
  /** Adds attributes of the answer. */
  note(attributes: Attributes): void;
  /** @param late milliseconds since the operation was over */
  end(late?: number): void;
}

const NOTHING: Measured = { note() {}, end() {} };

/**
 * The dimensions of both metrics, never the user or the prompt:
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/
 */
const DIMENSIONS = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.request.model',
  'gen_ai.response.model',
  'server.address',
  'server.port',
  'error.type',
] as const;

/** Boundaries that the conventions recommend. */
const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = Array.from({ length: 14 }, (_, power) => 4 ** power);

/** Measures a request to a provider if metrics are on. */
export function measure(scope: string, start: Attributes, isOfProvider: boolean): Measured {
  const meterProvider = isOfProvider ? findRuntime()?.meterProvider : undefined;
  if (!meterProvider) return NOTHING;
  const { duration, usage } = instrumentsOf(scope, meterProvider);
  const startTime = monotonicNow();
  const noted: Attributes = { ...start };
  return {
    note: attributes => Object.assign(noted, attributes),
    end(late = 0) {
      const dimensions: Attributes = {};
      for (const name of DIMENSIONS) if (noted[name] !== undefined) dimensions[name] = noted[name];
      duration.record((monotonicNow() - startTime - late) / 1000, dimensions);
      for (const type of ['input', 'output']) {
        const tokens = noted[`gen_ai.usage.${type}_tokens`];
        if (typeof tokens === 'number') usage.record(tokens, { ...dimensions, 'gen_ai.token.type': type });
      }
    },
  };
}

interface Instruments {
  readonly duration: Histogram;
  readonly usage: Histogram;
}

const instruments = new Map<string, Instruments>();

function instrumentsOf(scope: string, meterProvider: MeterProvider): Instruments {
  const meter = meterProvider.getMeter(scope, __VERSION__);
  const made = instruments.get(scope) ?? {
    duration: meter.createHistogram('gen_ai.client.operation.duration', {
      description: 'Duration of a request to a provider of generative AI',
      unit: 's',
      advice: { explicitBucketBoundaries: SECONDS },
    }),
    usage: meter.createHistogram('gen_ai.client.token.usage', {
      description: 'Tokens that a request to a provider of generative AI used',
      unit: '{token}',
      advice: { explicitBucketBoundaries: TOKENS },
    }),
  };
  instruments.set(scope, made);
  return made;
}
