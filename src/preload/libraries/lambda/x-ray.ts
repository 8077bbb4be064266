import { isSpanContextValid, type SpanContext, TraceFlags } from '@opentelemetry/api';

/**
 * The span that a header of X-Ray names:
 * `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`.
 *
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 *
 * @returns undefined if it names none
 */
export function parseXRay(header: unknown): SpanContext | undefined {
  if (typeof header !== 'string') return undefined;
  const fields = Object.fromEntries(header.split(';').map(field => field.trim().split('=')));
  const [, version, time = '', unique = ''] =
    /^(1)-([\da-f]{8})-([\da-f]{24})$/i.exec(fields.Root ?? '') ?? [];
  if (!version) return undefined;
  const spanContext = {
    traceId: (time + unique).toLowerCase(),
    spanId: String(fields.Parent ?? '').toLowerCase(),
    traceFlags: fields.Sampled === '1' ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
  };
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}
