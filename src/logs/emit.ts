import {
  type AnyValue,
  context,
  type HrTime,
  type LoggerProvider,
  type LogRecord,
  type TimeInput,
} from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { LogRecordLimits, LogRecordProcessor } from '@opentelemetry/sdk-logs';
import { isError } from '../shared/is-error.ts';
import { ConvertedLogRecord, type RecordOrigin } from './converted-log-record.ts';
import type { Draft, Head } from './draft.ts';
import { type Bounds, toPlain } from './plain-value.ts';
import { withoutAnsi } from './without-ansi.ts';

/** Emits a finished record of one scope. */
export type Emit = (draft: Draft, head: Head) => void;

/** How a logger provider processes records. */
export interface Pipeline {
  readonly resource: Resource;
  readonly processors: readonly LogRecordProcessor[];
  readonly logRecordLimits: LogRecordLimits;
}

const EVENT_NAME = 'otel.event.name';

const DEFAULT_COUNT_LIMIT = 128;

const pipelines = new WeakMap<LoggerProvider, Pipeline>();

/**
 * Lets records go directly to a provider's processors, so that the SDK does not check their attributes once
 * more.
 */
export function addPipeline(provider: LoggerProvider, pipeline: Pipeline): void {
  pipelines.set(provider, pipeline);
}

/** Opens a scope for records. If the provider has no known pipeline, they go through a logger of its own. */
export function openLogScope(provider: LoggerProvider, name: string): Emit {
  const pipeline = pipelines.get(provider);
  return pipeline ? emitTo(pipeline, name) : emitBy(provider, name);
}

function emitTo({ resource, processors, logRecordLimits }: Pipeline, name: string): Emit {
  const { attributeCountLimit = DEFAULT_COUNT_LIMIT, attributeValueLengthLimit = Number.POSITIVE_INFINITY } =
    logRecordLimits;
  const limits = { attributeCountLimit, attributeValueLengthLimit };
  const origin: RecordOrigin = { resource, instrumentationScope: { name }, limits };

  return function emit(draft, head) {
    const active = context.active();
    // The conversion of the body may leave something out, which `draft` counts.
    const body = toBody(head.body, draft);
    const record = new ConvertedLogRecord(origin, draft, active, millisToHrTime(Date.now()));
    if (head.timestamp !== undefined) record.hrTime = toHrTime(head.timestamp);
    record.severityNumber = head.severityNumber;
    if (head.severityText !== undefined) record.severityText = head.severityText;
    if (body !== undefined) record.body = body;
    const eventName = draft.attributes[EVENT_NAME];
    if (typeof eventName === 'string') record.eventName = eventName;
    for (const processor of processors) processor.onEmit(record, active);
  };
}

function emitBy(provider: LoggerProvider, name: string): Emit {
  const logger = provider.getLogger(name);

  return function emit(draft, { severityNumber, severityText, timestamp, body }) {
    const { attributes } = draft;
    const eventName = attributes[EVENT_NAME];
    const record = { severityNumber, attributes, context: context.active() } as LogRecord;
    const plain = toBody(body, draft);
    if (plain !== undefined) record.body = plain;
    if (typeof eventName === 'string') record.eventName = eventName;
    if (timestamp !== undefined) record.timestamp = timestamp;
    if (severityText !== undefined) record.severityText = severityText;
    logger.emit(record);
  };
}

function toBody(body: unknown, bounds: Bounds): AnyValue | undefined {
  if (isError(body)) return toBody(body.message, bounds);
  const plain = toPlain(body, bounds);
  return typeof plain === 'string' ? withoutAnsi(plain) : plain;
}

function toHrTime(time: TimeInput): HrTime {
  if (typeof time === 'number') return millisToHrTime(time);
  return time instanceof Date ? millisToHrTime(time.getTime()) : time;
}
