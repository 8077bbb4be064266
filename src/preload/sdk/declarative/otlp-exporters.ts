import { ExportResultCode } from '@opentelemetry/core';
import { OTLPMetricExporterBase } from '@opentelemetry/exporter-metrics-otlp-http';
import { type IOtlpExportDelegate, OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Route } from '../../../config/route.ts';
import type { Signal } from '../../../shared/signal.ts';
import type { BatchOptions, BatchProcessor } from '../../delivery/batch-processor.ts';
import { type Encode, logEncoder, spanEncoder } from '../../delivery/encoders.ts';
import { currentDelivery } from './current-delivery.ts';

type Options = Readonly<Record<string, unknown>>;

/** An exporter that hands over to this process's delivery. A batch processor opens it with its own limits. */
export interface Openable<Item> {
  open(options: BatchOptions): BatchProcessor<Item>;
}

/** A batch counts as exported when it was handed over: the delivery tracks and reports its fate. */
const ONE_BY_ONE: BatchOptions = { maxQueueSize: 2048, maxExportBatchSize: 1, scheduledDelayMillis: 0 };

/**
 * The SDK's OTLP exporters of one protocol, for a declarative configuration, with the same names and options.
 * The build replaces the exporter packages with these (scripts/build.mjs).
 */
export function otlpExporters(protocol: Route['protocol']) {
  class OTLPTraceExporter extends OTLPExporterBase<ReadableSpan[]> implements Openable<ReadableSpan> {
    readonly open: (options: BatchOptions) => BatchProcessor<ReadableSpan>;
    constructor(options: Options) {
      const open = opener('traces', protocol, options, spanEncoder(protocol));
      super(handingOver(open));
      this.open = open;
    }
  }
  class OTLPLogExporter extends OTLPExporterBase<ReadableLogRecord[]> implements Openable<ReadableLogRecord> {
    readonly open: (options: BatchOptions) => BatchProcessor<ReadableLogRecord>;
    constructor(options: Options) {
      const open = opener('logs', protocol, options, logEncoder(protocol));
      super(handingOver(open));
      this.open = open;
    }
  }
  class OTLPMetricExporter extends OTLPMetricExporterBase {
    constructor({ temporalityPreference, aggregationPreference, ...options }: Options = {}) {
      const open = opener('metrics', protocol, options, metricsEncoder(protocol));
      const processor = open(ONE_BY_ONE);
      super(
        delegateOf(metrics => processor.add(metrics)),
        { temporalityPreference, aggregationPreference } as never,
      );
    }
  }
  return { OTLPTraceExporter, OTLPLogExporter, OTLPMetricExporter };
}

function opener<Item>(
  signal: Signal,
  protocol: Route['protocol'],
  options: Options,
  encode: Encode<Item>,
): (options: BatchOptions) => BatchProcessor<Item> {
  const delivery = currentDelivery();
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return bounds => delivery.open({ signal, protocol, options: given }, encode, bounds);
}

/** For a simple processor, which exports each item on its own. */
function handingOver<Item>(
  open: (options: BatchOptions) => BatchProcessor<Item>,
): IOtlpExportDelegate<Item[]> {
  let processor: BatchProcessor<Item> | undefined;
  return delegateOf(items => {
    processor ??= open(ONE_BY_ONE);
    for (const item of items) processor.add(item);
  });
}

function delegateOf<Items>(handOver: (items: Items) => void): IOtlpExportDelegate<Items> {
  return {
    export(items, onResult) {
      handOver(items);
      onResult({ code: ExportResultCode.SUCCESS });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
    setMetrics() {},
  };
}

function metricsEncoder(protocol: Route['protocol']): Encode<ResourceMetrics> {
  const serializer = protocol === 'http/json' ? JsonMetricsSerializer : ProtobufMetricsSerializer;
  return ([metrics]) => metrics && serializer.serializeRequest(metrics);
}
