import { CREDENTIALS, type ErrorRule, LOOK_AT_LOGS, type Words } from './probe-rules.ts';

/** gRPC answers: https://grpc.io/docs/guides/status-codes/ */
export const GRPC_STATUSES: Readonly<Record<string, Words>> = {
  1: { reading: 'the receiver, or a proxy, cancelled the call (CANCELLED)', remedy: LOOK_AT_LOGS },
  2: { reading: 'the receiver failed and does not say why (UNKNOWN)', remedy: LOOK_AT_LOGS },
  3: {
    reading: 'the receiver does not accept the request (INVALID_ARGUMENT)',
    remedy: 'Set the headers that the backend requires in OTEL_EXPORTER_OTLP_HEADERS.',
  },
  4: { reading: 'no answer within 5 s', remedy: 'Check host, port and network policy.' },
  5: {
    reading: 'the receiver knows no such tenant, dataset or resource (NOT_FOUND)',
    remedy: 'Check the host, and the names in OTEL_EXPORTER_OTLP_HEADERS.',
  },
  6: { reading: 'the receiver refuses the request (ALREADY_EXISTS)', remedy: LOOK_AT_LOGS },
  7: { reading: 'the credentials may not write this signal (PERMISSION_DENIED)', remedy: CREDENTIALS },
  8: {
    reading: 'the receiver is over its limits (RESOURCE_EXHAUSTED)',
    remedy: 'Raise its limits, or send less.',
  },
  9: { reading: 'the receiver refuses the request (FAILED_PRECONDITION)', remedy: LOOK_AT_LOGS },
  10: { reading: 'the receiver aborted the request (ABORTED)', remedy: LOOK_AT_LOGS },
  11: { reading: 'the receiver refuses the request (OUT_OF_RANGE)', remedy: LOOK_AT_LOGS },
  12: {
    reading: 'the gRPC server on this port does not accept this signal (UNIMPLEMENTED)',
    remedy:
      'Enable the signal in the receiver, or switch it off here. If the server accepts no signal at all, it is not an OTLP receiver: check host and port.',
  },
  13: { reading: 'the receiver, or a server behind it, has a problem (INTERNAL)', remedy: LOOK_AT_LOGS },
  14: {
    reading: 'the receiver is not available (UNAVAILABLE)',
    remedy: 'Start the receiver, or look at the logs of the load balancer in front of it.',
  },
  15: { reading: 'the receiver has lost data (DATA_LOSS)', remedy: LOOK_AT_LOGS },
  16: { reading: 'credentials are missing or wrong (UNAUTHENTICATED)', remedy: CREDENTIALS },
};

/** The answers of a proxy to a gRPC client, first match wins. */
export const GRPC_PROXY: readonly ErrorRule[] = [
  {
    when: /HTTP status code:? 401/,
    reading: 'credentials are missing or wrong (HTTP status 401)',
    remedy: CREDENTIALS,
  },
  {
    when: /HTTP status code:? 403/,
    reading: 'the credentials may not write this signal (HTTP status 403)',
    remedy: CREDENTIALS,
  },
  {
    when: /HTTP status code:? (429|50[234])/,
    reading: 'a proxy answers in place of the receiver, which is down or over its limits',
    remedy: 'Look at the logs of the proxy and of the receiver, and try again.',
  },
];

/** The answer of a server that speaks only HTTP/1.1 to a gRPC client. */
export const NO_GRPC: ErrorRule = {
  when: /HTTP status code|content-type|ERR_HTTP2|Protocol error|RST_STREAM|GOAWAY/i,
  reading: 'the server does not speak gRPC on this port',
  remedy: 'Use the gRPC port, usually 4317, or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf for this one.',
};
