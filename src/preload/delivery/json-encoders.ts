// A separate part, needed only for requests in JSON.
export { JsonLogsSerializer as logs, JsonTraceSerializer as traces } from '@opentelemetry/otlp-transformer';
