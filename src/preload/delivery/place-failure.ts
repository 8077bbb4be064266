import type { Failure } from './failure.ts';

/** What helps against an answer, by the status of HTTP or gRPC. */
const REMEDIES: Readonly<Record<number, string>> = {
  401: 'check OTEL_EXPORTER_OTLP_HEADERS',
  403: 'check OTEL_EXPORTER_OTLP_HEADERS',
  404: 'check the path in OTEL_EXPORTER_OTLP_ENDPOINT',
  405: 'check the path in OTEL_EXPORTER_OTLP_ENDPOINT',
  7: 'check OTEL_EXPORTER_OTLP_HEADERS',
  16: 'check OTEL_EXPORTER_OTLP_HEADERS',
};

const ASK = 'otel-run doctor --probe tells more';

/**
 * Adds to a failure where the request went and what helps: `connect ECONNREFUSED 127.0.0.1:4318; it goes to
 * http://localhost:4318/v1/traces; otel-run doctor --probe tells more`.
 *
 * @param address a URL, or for gRPC an address; credentials and parameters of it are not repeated
 */
export function placeFailure(failure: Failure, address: string): Failure {
  const { status, reason } = failure;
  // A redirect names both places itself.
  if (status !== undefined && status >= 300 && status < 400) return failure;
  const remedy = status === undefined ? ASK : (REMEDIES[status] ?? ASK);
  return { ...failure, reason: `${reason}; it goes to ${shown(address)}; ${remedy}` };
}

function shown(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/^(\w+:\/\/)?[^/]*@/, '$1');
}
