import type { EndpointProblem } from '../parse/endpoint.ts';
import type { HeaderProblem } from '../parse/headers.ts';
import { listed, type Message } from './message.ts';
import { ENDPOINT_REASONS, HEADER_REASONS } from './reasons.ts';

/** Findings about where and how telemetry is sent. */
export const OTLP_MESSAGES = {
  'protocol-unknown': {
    severity: 'error',
    message: (subject, { value }) =>
      `${subject} is "${value}", which is not an OTLP protocol: the SDK would silently send http/protobuf instead.`,
    fix: (subject, { accepted, nearest }) =>
      `Accepted: ${listed(accepted, 'or')}. Write ${subject}=${nearest}`,
  },
  'endpoint-invalid': {
    severity: 'error',
    message: (subject, { value, problem }) =>
      `${subject} is "${value}": ${ENDPOINT_REASONS[problem as EndpointProblem]}. No telemetry would arrive.`,
    fix: (subject, { example }) => `Write the address with scheme, host and port: ${subject}=${example}`,
  },
  'endpoint-no-scheme': {
    severity: 'error',
    message: (subject, { value }) =>
      `${subject} is "${value}", without http:// or https://: the exporter cannot use it, and no telemetry would arrive.`,
    fix: (subject, { example }) => `Put the scheme in front: ${subject}=${example}`,
  },
  'endpoint-quoted': {
    severity: 'error',
    message: (subject, { value }) =>
      `${subject} is ${value}, quotation marks included: that is not a URL, and telemetry would go to localhost instead.`,
    fix: (subject, { unquoted }) =>
      `Leave the quotes out (docker --env-file and systemd keep them): ${subject}=${unquoted}`,
  },
  'endpoint-path-doubled': {
    severity: 'error',
    message: (subject, { value, posted }) =>
      value === posted
        ? `${subject} is "${value}", with the signal's path twice: nothing listens there.`
        : `${subject} is "${value}", and the exporter appends the signal's path: it would post to ${posted}, where nothing listens.`,
    fix: (subject, { base, value, posted }) =>
      `${value === posted ? 'Write it once' : "Leave out the signal's path"}: ${subject}=${base}`,
  },
  'endpoint-path-missing': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} is "${value}", and the exporter uses a signal's own endpoint unchanged: it posts to "/", which collectors answer with 404.`,
    fix: (subject, { example }) => `Add the signal's path: ${subject}=${example}`,
  },
  'endpoint-path-wrong': {
    severity: 'error',
    message: (subject, { value, signal, other }) =>
      `${subject} is "${value}", where collectors receive ${other}: ${signal} sent there are rejected or misread.`,
    fix: (subject, { example }) => `Write the signal's own path: ${subject}=${example}`,
  },
  'endpoint-path-ignored': {
    severity: 'warning',
    message: (subject, { value }) => `${subject} is "${value}", but gRPC has no paths: the path is ignored.`,
    fix: () => 'Leave the path out, or send over HTTP: OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  },
  'endpoint-credentials-ignored': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} is "${value}", but the gRPC exporter ignores credentials in an address: the receiver gets none.`,
    fix: () =>
      'Send them as a header: OTEL_EXPORTER_OTLP_HEADERS=authorization=Basic%20<base64 of user:password>',
  },
  'endpoint-default': {
    severity: 'info',
    message: (subject, { endpoint, signals }) =>
      `${subject} is not set: ${listed(signals)} go to ${listed(endpoint)}.`,
    fix: subject => `Nothing if a collector listens there; otherwise ${subject}=http://<host>:<port>`,
  },
  'grpc-tls-assumed': {
    severity: 'info',
    message: (subject, { value }) =>
      `${subject} is "${value}", without http:// or https://: gRPC then uses TLS.`,
    fix: (subject, { address }) =>
      `Write the scheme: ${subject}=https://${address}, or http://${address} for no TLS`,
  },
  'protocol-port-mismatch': {
    severity: 'warning',
    message: (subject, { port, speaks, is }) =>
      `${subject} has port ${port}, where ${speaks}, but ${is}: exports will most likely fail.`,
    fix: (subject, { expectedPort, expected, instead }) => {
      if (instead) return `Write ${instead} in ${subject}, or correct the port.`;
      const port = `Use port ${expectedPort} in ${subject}`;
      return expected ? `${port}, or set OTEL_EXPORTER_OTLP_PROTOCOL=${expected}` : port;
    },
  },
  'headers-malformed': {
    severity: 'error',
    message: (subject, { position, problem }) =>
      `${subject}: ${HEADER_REASONS[problem as HeaderProblem]} (header ${position}). The header would be dropped or make every export fail.`,
    fix: (subject, { example }) =>
      `Write percent-encoded name=value pairs, separated by commas: ${subject}=${example}`,
  },
  'header-name-invalid': {
    severity: 'warning',
    message: (subject, { value }) =>
      `${subject} names "${value}", which is not a valid header name: it has no effect.`,
    fix: subject => `Write only header names, separated by commas: ${subject}=x-request-id`,
  },
  'headers-quoted': {
    severity: 'error',
    message: subject =>
      `${subject} has quotation marks in its value, which become part of a header: every export would fail.`,
    fix: (subject, { example }) =>
      `Leave the quotes out (docker --env-file and systemd keep them): ${subject}=${example}`,
  },
  'certificate-unreadable': {
    severity: 'error',
    message: (subject, { path }) =>
      `${subject} is "${path}", which cannot be read: the exporter would continue without it, and the TLS connection would fail.`,
    fix: (subject, { path }) =>
      `Mount or create ${path} so that this user can read it, or correct ${subject}.`,
  },
  'certificate-invalid': {
    severity: 'error',
    message: (subject, { path, kind }) =>
      `${subject} is "${path}", which does not contain a readable PEM ${kind}: every TLS connection would fail.`,
    fix: (_subject, { path, kind }) =>
      kind === 'certificate'
        ? `Write a certificate between BEGIN CERTIFICATE and END CERTIFICATE into ${path}.`
        : `Write a private key without a passphrase, as PEM, into ${path}.`,
  },
  'certificate-incomplete': {
    severity: 'warning',
    message: (subject, { other }) =>
      `${subject} is set without ${other}: a client identifies itself with both, and one alone has no effect.`,
    fix: (subject, { other }) => `Also set ${other}, or unset ${subject}.`,
  },
} satisfies Record<string, Message>;
