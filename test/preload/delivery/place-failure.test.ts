import { expect, it } from 'vitest';
import { NO_ANSWER } from '../../../src/preload/delivery/failure.ts';
import { placeFailure } from '../../../src/preload/delivery/place-failure.ts';

it.each([
  {
    failure: { reason: 'connect ECONNREFUSED 127.0.0.1:4318', retry: 'later' },
    address: 'http://localhost:4318/v1/traces',
    says: 'connect ECONNREFUSED 127.0.0.1:4318; exports go to http://localhost:4318/v1/traces; otel-run doctor --probe tells more',
  },
  {
    failure: NO_ANSWER,
    address: 'http://localhost:4318/v1/traces',
    says: 'no answer in time; exports go to http://localhost:4318/v1/traces; otel-run doctor --probe tells more',
  },
  {
    failure: { reason: '401 Unauthorized', retry: 'never', status: 401 },
    address: 'https://user:secret@otlp.example.com/v1/logs?key=secret#x',
    says: '401 Unauthorized; exports go to https://otlp.example.com/v1/logs; check OTEL_EXPORTER_OTLP_HEADERS',
  },
  {
    failure: { reason: '404 Not Found', retry: 'never', status: 404 },
    address: 'http://c:4318/',
    says: '404 Not Found; exports go to http://c:4318/; check the path in OTEL_EXPORTER_OTLP_ENDPOINT',
  },
  {
    failure: { reason: '16 UNAUTHENTICATED', retry: 'never', status: 16 },
    address: 'user:secret@collector:4317',
    says: '16 UNAUTHENTICATED; exports go to collector:4317; check OTEL_EXPORTER_OTLP_HEADERS',
  },
  {
    failure: {
      reason: 'write EPROTO 0A00010B:SSL routines:wrong version number:../x.c:350:',
      retry: 'later',
    },
    address: 'https://localhost:4318/v1/traces',
    says: 'the port does not speak TLS; exports go to https://localhost:4318/v1/traces; write http:// instead of https://',
  },
] as const)('a failure says where it happened and what helps: $says', ({ failure, address, says }) => {
  expect(placeFailure(failure, address)).toEqual({ ...failure, reason: says });
});
