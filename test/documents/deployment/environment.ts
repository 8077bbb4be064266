import { findVariable } from '../../../src/config/variables/variables.ts';

/** What is wrong with variables that a document sets: names that nobody reads, credentials in plain sight. */
export function variableProblems(names: Iterable<string>): string[] {
  return [...names]
    .filter(name => /^OTEL_/.test(name) && !findVariable(name))
    .map(name => `${name} is no variable that otel-run knows`);
}

/** The host and port of an OTLP endpoint among variables. */
export function endpointOf(variables: Readonly<Record<string, unknown>>): URL | undefined {
  const endpoint = variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  return typeof endpoint === 'string' ? new URL(endpoint) : undefined;
}
