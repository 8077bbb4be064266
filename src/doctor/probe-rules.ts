/** What an answer means, and what to do about it. These words never quote what was sent or answered. */
export interface Words {
  readonly reading: string;
  readonly remedy: string;
}

/** For errors whose text matches. */
export type ErrorRule = Words & { readonly when: RegExp };

/** For a range of HTTP statuses, both ends included. */
export type StatusRule = Words & { readonly from: number; readonly to: number };

/** For an answer that does not accept the credentials. */
export const CREDENTIALS = 'Check the credentials in OTEL_EXPORTER_OTLP_HEADERS.';

/** For a problem of the receiver's own. */
export const LOOK_AT_LOGS = 'Look at the logs of the receiver, and try again.';

/** HTTP answers, first match wins. */
export const HTTP_STATUSES: readonly StatusRule[] = [
  {
    from: 300,
    to: 399,
    reading: 'a redirect, which exporters do not follow',
    remedy: 'Write the address that the redirect leads to.',
  },
  {
    from: 400,
    to: 400,
    reading: '400: the receiver does not understand the request',
    remedy: 'Check that this is an OTLP receiver, and that the scheme is https:// if it uses TLS.',
  },
  { from: 401, to: 401, reading: '401: credentials are missing or wrong', remedy: CREDENTIALS },
  {
    from: 403,
    to: 403,
    reading: '403: the credentials may not write this signal',
    remedy: 'Give the token the permission to write this signal, such as traces:write.',
  },
  {
    from: 404,
    to: 404,
    reading: '404: nothing receives this signal at this path',
    remedy:
      "Check the endpoint's path: the general endpoint without /v1/<signal>, a signal's own endpoint with it.",
  },
  {
    from: 405,
    to: 405,
    reading:
      '405: the server does not accept POST at this path, so this is most likely not the OTLP endpoint',
    remedy: "Check the endpoint's host and path.",
  },
  {
    from: 413,
    to: 413,
    reading: '413: even an empty request is too large for this server',
    remedy: 'Raise the limit of the proxy in front of the receiver.',
  },
  {
    from: 415,
    to: 415,
    reading: '415: the receiver does not accept this encoding',
    remedy: 'Try OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.',
  },
  {
    from: 429,
    to: 429,
    reading: '429: the receiver is over its limits; exports are retried, and dropped if that continues',
    remedy: 'Raise the ingestion limit, or send less.',
  },
  {
    from: 500,
    to: 599,
    reading: 'the receiver, or a server behind it, has a problem',
    remedy: LOOK_AT_LOGS,
  },
];

/** Errors instead of an answer, first match wins. */
export const ERRORS: readonly ErrorRule[] = [
  {
    when: /ENOTFOUND|EAI_AGAIN|Name resolution failed/,
    reading: 'the host name does not resolve (DNS)',
    remedy: 'Correct the host, or check that this network can resolve it.',
  },
  {
    when: /ECONNREFUSED/,
    reading: 'nothing listens there (connection refused)',
    remedy:
      'Start the collector, or correct host and port. In a container, localhost is the container itself.',
  },
  {
    when: /WRONG_VERSION_NUMBER|wrong version number|EPROTO|packet length too long|does not speak TLS/,
    reading: 'the scheme is https://, but the port does not speak TLS',
    remedy: 'Write http:// instead of https://.',
  },
  {
    when: /no application protocol|ALERT_NO_APPLICATION_PROTOCOL/i,
    reading: 'the server speaks TLS, but not gRPC on this port',
    remedy: 'Use the gRPC port, usually 4317, or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf for this one.',
  },
  {
    when: /certificate required|CERTIFICATE_REQUIRED|handshake failure|bad certificate|alert unknown ca/i,
    reading: "the client's certificate (mutual TLS) is missing or wrong",
    remedy:
      'Name a certificate and its key: OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE=<file> OTEL_EXPORTER_OTLP_CLIENT_KEY=<file>',
  },
  {
    when: /CERT_HAS_EXPIRED|certificate has expired/i,
    reading: "the server's TLS certificate has expired",
    remedy: "Renew the certificate on the server; if it is still valid, correct this machine's clock.",
  },
  {
    when: /CERT_NOT_YET_VALID|not yet valid/i,
    reading: "the server's TLS certificate is not valid yet",
    remedy: "Correct this machine's clock, or the certificate on the server.",
  },
  {
    when: /ALTNAME|does not match certificate/i,
    reading: "the server's TLS certificate is for another host name",
    remedy: 'Use a host name from the certificate in the endpoint, or add this one to the certificate.',
  },
  {
    when: /CERT|certificate|self[- ]signed|UNABLE_TO_VERIFY|ERR_TLS/i,
    reading: "the server's TLS certificate is not trusted",
    remedy: 'Name the authority that signed it: OTEL_EXPORTER_OTLP_CERTIFICATE=<file>',
  },
  {
    when: /HPE_|Parse Error/,
    reading: 'the answer is not HTTP: this is most likely a gRPC port',
    remedy: 'Use the HTTP port, usually 4318, or OTEL_EXPORTER_OTLP_PROTOCOL=grpc for this one.',
  },
  {
    when: /ERR_INVALID_(HTTP_TOKEN|CHAR)|valid HTTP token|Metadata (key|string)/,
    reading: 'a header cannot be sent',
    remedy: 'Correct OTEL_EXPORTER_OTLP_HEADERS.',
  },
  {
    when: /ETIMEDOUT|timed? ?out|DEADLINE/i,
    reading: 'no answer within 5 s',
    remedy: 'Check host, port and network policy.',
  },
  {
    when: /EHOSTUNREACH|ENETUNREACH/,
    reading: 'there is no route to the host',
    remedy: 'Check the address and the network.',
  },
  {
    when: /No connection established.*Failed to connect/,
    reading: 'the server closed the connection without an answer: it may expect TLS, or not speak gRPC',
    remedy: 'Check scheme, port and OTEL_EXPORTER_OTLP_PROTOCOL.',
  },
  {
    when: /ECONNRESET|socket hang up|EPIPE/,
    reading: 'the server closed the connection without an answer: it may expect TLS, or speak gRPC',
    remedy: 'Check scheme, port and OTEL_EXPORTER_OTLP_PROTOCOL.',
  },
];
