import type { OtlpExport } from './effective.ts';
import type { FindingData } from './finding.ts';
import { findVariable } from './variables/variables.ts';

/** What servers listen for, by port. `family` is the prefix of the protocols used there. */
const PORTS: readonly { readonly port: string; readonly family: string; readonly speaks: string }[] = [
  // https://opentelemetry.io/docs/specs/otlp/; the second port of each protocol is its former one.
  { port: '4317', family: 'grpc', speaks: 'collectors speak grpc' },
  { port: '55680', family: 'grpc', speaks: 'old collectors speak grpc' },
  { port: '4318', family: 'http/', speaks: 'collectors speak http/protobuf' },
  { port: '55681', family: 'http/', speaks: 'old collectors speak http/protobuf' },
  { port: '9411', family: 'none', speaks: 'Zipkin listens' },
  { port: '14250', family: 'none', speaks: 'Jaeger speaks its own protocol' },
  { port: '14268', family: 'none', speaks: 'Jaeger speaks its own protocol' },
  { port: '16686', family: 'none', speaks: 'Jaeger serves its web pages' },
  { port: '8888', family: 'none', speaks: 'a collector exposes its own metrics' },
  { port: '8889', family: 'none', speaks: 'Prometheus scrapes a collector' },
  { port: '13133', family: 'none', speaks: 'a collector answers health checks' },
];

/** Ports that belong to a scheme. `URL` hides the default port of its own scheme. */
const SCHEMES: readonly { readonly port: string; readonly scheme: string; readonly speaks: string }[] = [
  { port: '443', scheme: 'http:', speaks: 'servers expect TLS' },
  { port: '80', scheme: 'https:', speaks: 'servers do not expect TLS' },
];

/**
 * What is wrong with an endpoint's port: it belongs to another protocol or another scheme.
 *
 * @returns the data for the words of `protocol-port-mismatch`, or undefined
 */
export function portMismatch({ protocol }: OtlpExport, url: URL): FindingData | undefined {
  const { port } = url;
  const scheme = SCHEMES.find(row => row.port === port && row.scheme === url.protocol);
  if (scheme) {
    const other = url.protocol === 'http:' ? 'https' : 'http';
    return { port, speaks: scheme.speaks, is: `the scheme is ${url.protocol}//`, instead: `${other}://` };
  }
  const listener = PORTS.find(row => row.port === port);
  const isKnown = findVariable('OTEL_EXPORTER_OTLP_PROTOCOL')?.values?.includes(protocol);
  if (!listener || !isKnown || protocol.startsWith(listener.family)) return undefined;
  const expectedPort = protocol === 'grpc' ? 4317 : 4318;
  const expected = { grpc: 'grpc', 'http/': 'http/protobuf' }[listener.family] ?? '';
  return { port, speaks: listener.speaks, is: `the protocol is ${protocol}`, expectedPort, expected };
}
