import {
  type AnyValue,
  type Attributes,
  type Context,
  type HrTime,
  isSpanContextValid,
  type SeverityNumber,
  type SpanContext,
  trace,
} from '@opentelemetry/api';
import {
  AddAttributeDecision,
  cleanAttributes,
  type InstrumentationScope,
  maybeAddAttribute,
} from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { LogRecordLimits, ReadWriteLogRecord } from '@opentelemetry/sdk-logs';

/** The values that all records of one scope share. */
export interface RecordOrigin {
  readonly resource: Resource;
  readonly instrumentationScope: InstrumentationScope;
  readonly limits: Required<LogRecordLimits>;
}

/** Attributes that can be exported without another conversion. */
export interface Converted {
  readonly attributes: Attributes;
  /** How often an attribute was set. There are at most as many attributes. */
  readonly set: number;
  /** The number of values that were left out. */
  readonly dropped: number;
}

/**
 * A log record for the SDK's processors, with attributes that are converted already. The SDK's own record
 * would check and copy each value once more, which costs more than everything else for this record. It also
 * has no way to set `droppedAttributesCount`.
 */
export class ConvertedLogRecord implements ReadWriteLogRecord {
  // Only declared: to initialize a field costs the same with and without a value.
  declare readonly resource: Resource;
  declare readonly instrumentationScope: InstrumentationScope;
  declare attributes: Attributes;
  declare droppedAttributesCount: number;
  declare hrTime: HrTime;
  declare hrTimeObserved: HrTime;
  declare spanContext?: SpanContext;
  declare severityNumber?: SeverityNumber;
  declare severityText?: string;
  declare body?: AnyValue;
  declare eventName?: string;
  declare private readonly limits: Required<LogRecordLimits>;
  /** At least as many as there are attributes. */
  declare private set: number;

  constructor(origin: RecordOrigin, { attributes, set, dropped }: Converted, active: Context, now: HrTime) {
    const { limits } = origin;
    this.resource = origin.resource;
    this.instrumentationScope = origin.instrumentationScope;
    this.limits = limits;
    this.attributes = attributes;
    this.droppedAttributesCount = dropped;
    this.set = set;
    this.hrTime = now;
    this.hrTimeObserved = now;
    const span = trace.getSpanContext(active);
    if (span !== undefined && isSpanContextValid(span)) this.spanContext = span;
    if (set > limits.attributeCountLimit || limits.attributeValueLengthLimit !== Number.POSITIVE_INFINITY) {
      const clean = cleanAttributes(attributes, limits);
      this.attributes = clean.attributes ?? {};
      this.droppedAttributesCount += clean.droppedAttributesCount ?? 0;
    }
  }

  setAttribute(key: string, value?: AnyValue): this {
    const { attributes, limits } = this;
    if (this.set++ < limits.attributeCountLimit && key !== '' && needsNoCheck(value, limits)) {
      attributes[key] = value;
      return this;
    }
    const currentAttributesCount = Object.keys(attributes).length;
    const decision = maybeAddAttribute({ key, value, attributes, limits, currentAttributesCount });
    if (decision === AddAttributeDecision.DROP_LIMIT_REACHED) this.droppedAttributesCount++;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    for (const key of Object.keys(attributes)) this.setAttribute(key, attributes[key]);
    return this;
  }

  setBody(body: AnyValue): this {
    this.body = body;
    return this;
  }

  setEventName(eventName: string): this {
    this.eventName = eventName;
    return this;
  }

  setSeverityNumber(severityNumber: SeverityNumber): this {
    this.severityNumber = severityNumber;
    return this;
  }

  setSeverityText(severityText: string): this {
    this.severityText = severityText;
    return this;
  }
}

function needsNoCheck(
  value: AnyValue | undefined,
  { attributeValueLengthLimit }: Required<LogRecordLimits>,
): value is string | number | boolean {
  if (typeof value === 'string') return attributeValueLengthLimit === Number.POSITIVE_INFINITY;
  return typeof value === 'number' || typeof value === 'boolean';
}
