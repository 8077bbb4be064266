// A separate part, which a start does not need.
export {
  ProtobufLogsSerializer as logs,
  ProtobufTraceSerializer as traces,
} from '@opentelemetry/otlp-transformer';
