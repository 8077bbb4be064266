import type { ProbeAnswer } from './probe-thread.ts';

/** What an answer means, in words without anything that was sent. */
export type Reading =
  | { readonly ok: true; readonly status: number | null }
  | { readonly ok: false; readonly status: number | null; readonly reading: string; readonly remedy: string };

interface Rule {
  readonly when: RegExp;
  readonly reading: string;
  readonly remedy: string;
}

const WRONG_PROTOCOL_FOR_HTTP =
  'Use the HTTP port, mostly 4318, or OTEL_EXPORTER_OTLP_PROTOCOL=grpc for this one.';
const WRONG_PROTOCOL_FOR_GRPC =
  'Use the gRPC port, mostly 4317, or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf for this one.';
const CREDENTIALS = 'Check the credentials in OTEL_EXPORTER_OTLP_HEADERS.';

/** HTTP answers, by status. */
const STATUSES: readonly (Rule & { readonly status: (status: number) => boolean })[] = [
  row(
    status => status === 400,
    '400: the receiver does not understand the request',
    'Check that the scheme is right (https:// where TLS is spoken) and that the endpoint is an OTLP receiver.',
  ),
  row(status => status === 401, '401: the receiver wants other credentials, or any', CREDENTIALS),
  row(
    status => status === 403,
    '403: the credentials may not write this signal',
    'Give the token the permission to write this signal, such as traces:write.',
  ),
  row(
    status => status === 404,
    '404: nothing takes this signal at this path',
    "Check the endpoint's path: the general one without /v1/<signal>, a signal's own with it.",
  ),
  row(
    status => status === 405,
    '405: the server does not take POST at this path; it is most likely not the OTLP endpoint',
    "Check the endpoint's host and path.",
  ),
  row(
    status => status === 413,
    '413: even an empty request is too large for this server',
    'Raise the limit of the proxy before the receiver.',
  ),
  row(
    status => status === 415,
    '415: the receiver does not take this encoding',
    'Try OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.',
  ),
  row(
    status => status === 429,
    '429: the receiver is over its limits; exports are tried again, and dropped when that lasts',
    'Raise the ingestion limit, or send less.',
  ),
  row(
    status => status >= 300 && status < 400,
    'a redirect, which exporters do not follow',
    'Write the address that it redirects to.',
  ),
  row(
    status => status >= 500,
    'the receiver, or what is behind it, is not well',
    'Look at the logs of the receiver, and try again.',
  ),
];

/** gRPC answers, by what follows the code. */
const GRPC_STATUSES: Readonly<Record<number, Omit<Rule, 'when'>>> = {
  4: { reading: 'no answer within 5 s', remedy: 'Check host, port and network policy.' },
  7: { reading: 'the credentials may not write this signal (PERMISSION_DENIED)', remedy: CREDENTIALS },
  8: {
    reading: 'the receiver is over its limits (RESOURCE_EXHAUSTED)',
    remedy: 'Raise its limits, or send less.',
  },
  12: {
    reading: 'the server does not take this signal (UNIMPLEMENTED)',
    remedy: 'Enable the signal in the receiver, or switch it off here.',
  },
  16: { reading: 'the receiver wants other credentials, or any (UNAUTHENTICATED)', remedy: CREDENTIALS },
};

/** Errors in place of an answer, first match wins. */
const ERRORS: readonly Rule[] = [
  {
    when: /ENOTFOUND|EAI_AGAIN|Name resolution failed/,
    reading: 'the host name is not known (DNS)',
    remedy: 'Correct the host, or check that this network can resolve it.',
  },
  {
    when: /ECONNREFUSED/,
    reading: 'the connection is refused: nothing listens there',
    remedy:
      'Start the collector, or correct host and port. In a container, localhost is the container itself.',
  },
  {
    when: /WRONG_VERSION_NUMBER|wrong version number|EPROTO|packet length too long/,
    reading: 'TLS is spoken to a port that does not speak it',
    remedy: 'Write http:// in place of https://.',
  },
  {
    when: /CERT|certificate|self[- ]signed|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS/i,
    reading: "the server's TLS certificate is not trusted",
    remedy: 'Name the authority that signed it: OTEL_EXPORTER_OTLP_CERTIFICATE=<file>',
  },
  {
    when: /HPE_|Parse Error/,
    reading: 'the answer is not HTTP: this is most likely a gRPC port',
    remedy: WRONG_PROTOCOL_FOR_HTTP,
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
    when: /ECONNRESET|socket hang up|EPIPE/,
    reading: 'the server closed the connection without an answer: it may speak TLS, or gRPC',
    remedy: 'Check scheme, port and OTEL_EXPORTER_OTLP_PROTOCOL.',
  },
];

const UNKNOWN = { reading: 'the export failed', remedy: 'OTEL_LOG_LEVEL=debug shows more in a run.' };

/** Reads an answer. The error's own text is never repeated: it may hold what was sent. */
export function readAnswer(answer: ProbeAnswer, protocol: string): Reading {
  return protocol === 'grpc' ? readGrpc(answer) : readHttp(answer);
}

function readHttp({ status, contentType, error = '' }: ProbeAnswer): Reading {
  if (status === null) return failed(null, ERRORS.find(({ when }) => when.test(error)) ?? UNKNOWN);
  if (contentType?.startsWith('text/html')) {
    const reading = `${status} with a web page: this is no OTLP receiver`;
    return failed(status, { reading, remedy: "Check the endpoint's host, port and path." });
  }
  if (status >= 200 && status < 300) return { ok: true, status };
  const rule = STATUSES.find(candidate => candidate.status(status));
  return failed(status, rule ?? { ...UNKNOWN, reading: `the receiver answers ${status}` });
}

function readGrpc({ status, error = '' }: ProbeAnswer): Reading {
  if (status === 0) return { ok: true, status };
  const code = Number(/^\d+/.exec(error)?.[0] ?? Number.NaN);
  const answered = Number.isNaN(code) ? null : code;
  const http =
    /HTTP status code (\d+)|content-type|ERR_HTTP2|Protocol error|Received RST_STREAM|GOAWAY/i.exec(error);
  const rule =
    ERRORS.find(({ when }) => when.test(error)) ??
    (http ? { reading: 'the server does not speak gRPC there', remedy: WRONG_PROTOCOL_FOR_GRPC } : undefined);
  return failed(answered, GRPC_STATUSES[code] ?? rule ?? UNKNOWN);
}

function failed(status: number | null, { reading, remedy }: Omit<Rule, 'when'>): Reading {
  return { ok: false, status, reading, remedy };
}

function row(status: (status: number) => boolean, reading: string, remedy: string) {
  return { status, reading, remedy, when: /./ };
}
