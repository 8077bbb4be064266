// A separate part, needed only for requests in JSON.
export { JsonLogsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
