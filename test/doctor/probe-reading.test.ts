import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/doctor/probe-reading.ts';

const readingOf = (answer: Parameters<typeof readAnswer>[0], protocol = 'http/protobuf') => {
  const read = readAnswer(answer, protocol);
  return read.ok ? 'ok' : `${read.reading} ${read.remedy}`;
};

describe('an answer over HTTP', () => {
  it.each([
    { status: 200, reading: 'ok' },
    { status: 202, reading: 'ok' },
    { status: 301, reading: /redirect/ },
    { status: 400, reading: /^400.*https:\/\// },
    { status: 401, reading: /^401.*OTEL_EXPORTER_OTLP_HEADERS/ },
    { status: 403, reading: /^403.*traces:write/ },
    { status: 404, reading: /^404.*path/ },
    { status: 405, reading: /^405.*POST/ },
    { status: 413, reading: /^413.*too large/ },
    { status: 415, reading: /^415.*http\/protobuf/ },
    { status: 418, reading: /answers 418/ },
    { status: 429, reading: /^429.*limits/ },
    { status: 500, reading: /has a problem/ },
    { status: 503, reading: /has a problem/ },
  ])('of status $status is read', ({ status, reading }) => {
    expect(readingOf({ status })).toMatch(reading);
  });

  it('that is a web page comes from no receiver', () => {
    expect(readingOf({ status: 200, contentType: 'text/html; charset=utf-8' })).toMatch(/web page/);
  });
});

describe('an error over HTTP', () => {
  it.each([
    { error: 'ENOTFOUND getaddrinfo ENOTFOUND nosuch.invalid', reading: /DNS/ },
    { error: 'EAI_AGAIN getaddrinfo EAI_AGAIN collector', reading: /DNS/ },
    { error: 'ECONNREFUSED connect ECONNREFUSED 127.0.0.1:4318', reading: /refused/ },
    {
      error: 'EPROTO write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number',
      reading: /http:\/\//,
    },
    {
      error:
        'the port does not speak TLS; exports go to https://localhost:4317; write http:// instead of https://',
      reading: /http:\/\//,
    },
    {
      error: 'DEPTH_ZERO_SELF_SIGNED_CERT self-signed certificate',
      reading: /OTEL_EXPORTER_OTLP_CERTIFICATE/,
    },
    { error: 'CERT_HAS_EXPIRED certificate has expired', reading: /certificate/ },
    {
      error: "ERR_TLS_CERT_ALTNAME_INVALID Hostname/IP does not match certificate's altnames",
      reading: /certificate/,
    },
    {
      error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE unable to verify the first certificate',
      reading: /certificate/,
    },
    { error: 'HPE_INVALID_CONSTANT Parse Error: Expected HTTP/', reading: /gRPC port/ },
    { error: 'ERR_INVALID_HTTP_TOKEN Header name must be a valid HTTP token', reading: /header/ },
    { error: 'ETIMEDOUT', reading: /no answer within 5 s/ },
    { error: 'EHOSTUNREACH connect EHOSTUNREACH 10.0.0.1:4318', reading: /route/ },
    { error: 'ECONNRESET socket hang up', reading: /TLS, or speak gRPC/ },
    { error: 'ENETDOWN connect ENETDOWN', reading: /^the export failed \(ENETDOWN\) / },
    { error: 'something else', reading: /^the export failed Run/ },
  ])('$error is read', ({ error, reading }) => {
    expect(readingOf({ status: null, error })).toMatch(reading);
  });
});

describe('an answer over gRPC', () => {
  it.each([
    { answer: { status: 0 }, reading: 'ok' },
    { answer: { status: null, error: '16 16 UNAUTHENTICATED: no' }, reading: /UNAUTHENTICATED.*HEADERS/ },
    { answer: { status: null, error: '7 7 PERMISSION_DENIED: no' }, reading: /PERMISSION_DENIED/ },
    { answer: { status: null, error: '8 8 RESOURCE_EXHAUSTED: no' }, reading: /limits/ },
    {
      answer: { status: null, error: '12 12 UNIMPLEMENTED: unknown service' },
      reading: /does not accept this signal/,
    },
    { answer: { status: null, error: '4 4 DEADLINE_EXCEEDED: late' }, reading: /within 5 s/ },
    {
      answer: {
        status: null,
        error: '14 14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED',
      },
      reading: /refused/,
    },
    {
      answer: { status: null, error: '14 14 UNAVAILABLE: Name resolution failed for target dns:x' },
      reading: /DNS/,
    },
    {
      answer: { status: null, error: '14 14 UNAVAILABLE: Protocol error' },
      reading: /does not speak gRPC.*http\/protobuf/,
    },
    {
      answer: { status: null, error: '12 12 UNIMPLEMENTED: Received HTTP status code 404' },
      reading: /does not speak gRPC/,
    },
    {
      answer: { status: null, error: '16 UNAUTHENTICATED: Received HTTP status code 401' },
      reading: /^credentials are missing.*HEADERS/,
    },
    {
      answer: { status: null, error: '14 UNAVAILABLE: Received HTTP status code 503' },
      reading: /^a proxy answers in place of the receiver/,
    },
  ])('$answer is read', ({ answer, reading }) => {
    expect(readingOf(answer, 'grpc')).toMatch(reading);
  });

  it.each(Array.from({ length: 16 }, (_, index) => index + 1))(
    'of status %i is more than a failure',
    code => {
      const reading = readingOf({ status: null, error: `${code} NAME: secret words` }, 'grpc');
      expect(reading).not.toMatch(/the export failed|secret words|NAME/);
    },
  );
});

it('what was sent is never repeated', () => {
  for (const protocol of ['grpc', 'http/protobuf'])
    for (const error of ['ENOTFOUND me:hunter2@host', '14 dns:me:hunter2@host', 'hunter2', '400 hunter2'])
      expect(readingOf({ status: null, error }, protocol)).not.toContain('hunter2');
});
