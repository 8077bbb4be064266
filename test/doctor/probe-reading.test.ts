import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/doctor/probe-reading.ts';

const readingOf = (answer: Parameters<typeof readAnswer>[0], protocol = 'http/protobuf') => {
  const read = readAnswer(answer, protocol);
  return read.ok ? 'ok' : `${read.reading} ${read.remedy}`;
};

describe('an answer over HTTP', () => {
  it.each([
    [200, 'ok'],
    [202, 'ok'],
    [301, /redirect/],
    [400, /^400.*https:\/\//],
    [401, /^401.*OTEL_EXPORTER_OTLP_HEADERS/],
    [403, /^403.*traces:write/],
    [404, /^404.*path/],
    [405, /^405.*POST/],
    [413, /^413.*too large/],
    [415, /^415.*http\/protobuf/],
    [418, /answers 418/],
    [429, /^429.*limits/],
    [500, /not well/],
    [503, /not well/],
  ])('%d is read as %s', (status, expected) => {
    expect(readingOf({ status })).toMatch(expected);
  });

  it('that is a web page comes from no receiver', () => {
    expect(readingOf({ status: 200, contentType: 'text/html; charset=utf-8' })).toMatch(/web page/);
  });
});

describe('an error over HTTP', () => {
  it.each([
    ['ENOTFOUND getaddrinfo ENOTFOUND nosuch.invalid', /DNS/],
    ['EAI_AGAIN getaddrinfo EAI_AGAIN collector', /DNS/],
    ['ECONNREFUSED connect ECONNREFUSED 127.0.0.1:4318', /refused/],
    ['EPROTO write EPROTO 80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number', /http:\/\//],
    ['DEPTH_ZERO_SELF_SIGNED_CERT self-signed certificate', /OTEL_EXPORTER_OTLP_CERTIFICATE/],
    ['CERT_HAS_EXPIRED certificate has expired', /certificate/],
    ["ERR_TLS_CERT_ALTNAME_INVALID Hostname/IP does not match certificate's altnames", /certificate/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE unable to verify the first certificate', /certificate/],
    ['HPE_INVALID_CONSTANT Parse Error: Expected HTTP/', /gRPC port/],
    ['ERR_INVALID_HTTP_TOKEN Header name must be a valid HTTP token', /header/],
    ['ETIMEDOUT', /no answer within 5 s/],
    ['EHOSTUNREACH connect EHOSTUNREACH 10.0.0.1:4318', /route/],
    ['ECONNRESET socket hang up', /TLS, or gRPC/],
    ['something else', /failed/],
  ])('%s is read', (error, expected) => {
    expect(readingOf({ status: null, error })).toMatch(expected);
  });
});

describe('an answer over gRPC', () => {
  it.each([
    [{ status: 0 }, 'ok'],
    [{ status: null, error: '16 16 UNAUTHENTICATED: no' }, /UNAUTHENTICATED.*HEADERS/],
    [{ status: null, error: '7 7 PERMISSION_DENIED: no' }, /PERMISSION_DENIED/],
    [{ status: null, error: '8 8 RESOURCE_EXHAUSTED: no' }, /limits/],
    [{ status: null, error: '12 12 UNIMPLEMENTED: unknown service' }, /does not take this signal/],
    [{ status: null, error: '4 4 DEADLINE_EXCEEDED: late' }, /within 5 s/],
    [
      {
        status: null,
        error: '14 14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED',
      },
      /refused/,
    ],
    [{ status: null, error: '14 14 UNAVAILABLE: Name resolution failed for target dns:x' }, /DNS/],
    [{ status: null, error: '14 14 UNAVAILABLE: Protocol error' }, /does not speak gRPC.*http\/protobuf/],
    [{ status: null, error: '12 12 UNIMPLEMENTED: Received HTTP status code 404' }, /does not speak gRPC/],
  ])('%j is read', (answer, expected) => {
    expect(readingOf(answer, 'grpc')).toMatch(expected);
  });
});

it('what was sent is never repeated', () => {
  for (const protocol of ['grpc', 'http/protobuf'])
    for (const error of ['ENOTFOUND me:hunter2@host', '14 dns:me:hunter2@host', 'hunter2', '400 hunter2'])
      expect(readingOf({ status: null, error }, protocol)).not.toContain('hunter2');
});
