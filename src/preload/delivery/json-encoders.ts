// A part of its own: what only requests in JSON need.
export { JsonLogsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
