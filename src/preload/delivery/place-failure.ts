import { ASK_DOCTOR, type Failure } from './failure.ts';

/** Remedies for an answer, by HTTP or gRPC status. */
const REMEDIES: Readonly<Record<number, string>> = {
  401: 'check OTEL_EXPORTER_OTLP_HEADERS',
  403: 'check OTEL_EXPORTER_OTLP_HEADERS',
  404: 'check the path in OTEL_EXPORTER_OTLP_ENDPOINT',
  405: 'check the path in OTEL_EXPORTER_OTLP_ENDPOINT',
  7: 'check OTEL_EXPORTER_OTLP_HEADERS',
  16: 'check OTEL_EXPORTER_OTLP_HEADERS',
};

/** OpenSSL's words for an answer without TLS. Our words for it are known to doctor's probe (`probe-rules.ts`). */
const NOT_TLS = /wrong version number|packet length too long/;

/**
 * Adds to a failure where the request went and how to fix it: `connect ECONNREFUSED 127.0.0.1:4318; it goes
 * to http://localhost:4318/v1/traces; otel-run doctor --probe tells more`.
 *
 * @param address a URL, or an address for gRPC; its credentials and parameters are not repeated
 */
export function placeFailure(failure: Failure, address: string): Failure {
  const { status, reason } = failure;
  // A redirect already names both addresses.
  if (status !== undefined && status >= 300 && status < 400) return failure;
  if (NOT_TLS.test(reason))
    return {
      ...failure,
      reason: `the port does not speak TLS; exports go to ${shown(address)}; write http:// instead of https://`,
    };
  const remedy = status === undefined ? ASK_DOCTOR : (REMEDIES[status] ?? ASK_DOCTOR);
  return { ...failure, reason: `${reason}; exports go to ${shown(address)}; ${remedy}` };
}

function shown(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/^(\w+:\/\/)?[^/]*@/, '$1');
}
