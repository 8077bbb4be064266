import type { Environment } from '../../../src/config/configuration.ts';

/** A mistake that people make. */
export interface Mistake {
  readonly title: string;
  /** Where it is told. */
  readonly source: string;
  /** What they set. */
  readonly env: Environment;
  /** What doctor has to find: `severity code subject`. */
  readonly found: readonly [string, ...string[]];
}

/** A thread on GitHub, by repository and number. */
export const thread = (repository: string, number: number) =>
  `https://github.com/${repository}/issues/${number}`;
export const js = (number: number) => thread('open-telemetry/opentelemetry-js', number);
export const contrib = (number: number) => thread('open-telemetry/opentelemetry-js-contrib', number);
export const SPEC = 'https://opentelemetry.io/docs/specs/otel';
export const VARIABLES = `${SPEC}/configuration/sdk-environment-variables/`;
export const COMMON = `${SPEC}/configuration/common/`;
export const EXPORTER = `${SPEC}/protocol/exporter/`;
export const RESOURCE = `${SPEC}/resource/sdk/#specifying-resource-information-via-an-environment-variable`;
export const DOCKER = 'https://docs.docker.com/reference/cli/docker/container/run/#env';
export const SYSTEMD =
  'https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Environment';
export const KUBERNETES =
  'https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/';
export const GRAFANA = 'https://grafana.com/docs/grafana-cloud/send-data/otlp/send-data-otlp/';
export const CHECKER = 'https://github.com/grafana/otel-checker';

export const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
export const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';
export const PROTOCOL = 'OTEL_EXPORTER_OTLP_PROTOCOL';
