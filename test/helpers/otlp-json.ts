/** Anything that OTLP's JSON can hold as a value of an attribute. */
export type Plain = string | number | boolean;

export interface PlainSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** OTLP's number: 1 internal, 2 server, 3 client. */
  readonly kind?: number;
  /** From when to when, in ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly attributes?: Readonly<Record<string, Plain>>;
  /** The message of a status ERROR. */
  readonly error?: string;
  readonly events?: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, Plain>>;
  }[];
}

export interface PlainLog {
  readonly at: number;
  readonly body: string;
  readonly severity?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly attributes?: Readonly<Record<string, Plain>>;
}

const NS = 1_000_000n;

/** The body of an export request for spans. */
export function tracesJson(service: string, spans: readonly PlainSpan[]): string {
  const scopeSpans = [{ scope: { name: service }, spans: spans.map(toSpan) }];
  return JSON.stringify({ resourceSpans: [{ resource: resourceOf(service), scopeSpans }] });
}

/** The body of an export request for log records. */
export function logsJson(service: string, logs: readonly PlainLog[]): string {
  const scopeLogs = [{ scope: { name: service }, logRecords: logs.map(toLog) }];
  return JSON.stringify({ resourceLogs: [{ resource: resourceOf(service), scopeLogs }] });
}

/** Sends what the functions above made to a receiver's `/v1/traces` or `/v1/logs`. */
export async function send(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  await response.text();
}

function resourceOf(service: string) {
  return { attributes: toAttributes({ 'service.name': service }) };
}

function toSpan({ from, to, attributes, error, events = [], kind = 1, ...rest }: PlainSpan) {
  return {
    ...rest,
    kind,
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(to),
    attributes: toAttributes(attributes),
    status: error === undefined ? {} : { code: 2, message: error },
    events: events.map(event => ({
      name: event.name,
      timeUnixNano: nanos(from),
      attributes: toAttributes(event.attributes),
    })),
  };
}

function toLog({ at, body, severity = 'INFO', attributes, ...rest }: PlainLog) {
  return {
    ...rest,
    timeUnixNano: nanos(at),
    severityText: severity,
    severityNumber: severity === 'ERROR' ? 17 : 9,
    body: { stringValue: body },
    attributes: toAttributes(attributes),
  };
}

function nanos(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * (NS / 1000n));
}

function toAttributes(attributes: Readonly<Record<string, Plain>> = {}) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toValue(value) }));
}

function toValue(value: Plain) {
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'number' ? { doubleValue: value } : { boolValue: value };
}
