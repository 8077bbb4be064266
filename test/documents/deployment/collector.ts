import { parse } from 'yaml';

interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors?: readonly string[];
  readonly exporters: readonly string[];
}

interface CollectorConfiguration {
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors?: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, { readonly auth?: { readonly authenticator: string } } | null>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly service: {
    readonly extensions?: readonly string[];
    readonly pipelines: Readonly<Record<string, Pipeline>>;
  };
}

/** Component types of the Collector's contrib distribution that the documents use. */
const COMPONENTS = {
  receivers: ['otlp'],
  processors: ['batch', 'memory_limiter'],
  exporters: ['otlp_http', 'otlp_grpc', 'debug'],
  extensions: ['basicauth'],
} as const;

const SECTIONS = ['receivers', 'processors', 'exporters'] as const;

/** What is wrong with a configuration of the OpenTelemetry Collector. `variables`: those that its container has. */
export function collectorProblems(text: string, variables: readonly string[]): string[] {
  const configuration: CollectorConfiguration = parse(text);
  const { service, extensions = {} } = configuration;
  const authenticators = Object.values(configuration.exporters).flatMap(
    exporter => exporter?.auth?.authenticator ?? [],
  );
  return [
    ...['traces', 'logs', 'metrics']
      .filter(signal => !service.pipelines[signal])
      .map(signal => `nothing takes ${signal}`),
    ...SECTIONS.flatMap(section => sectionProblems(section, configuration)),
    ...difference('extensions', Object.keys(extensions), service.extensions ?? []),
    ...difference('authenticators', authenticators, service.extensions ?? []),
    ...Object.entries(COMPONENTS).flatMap(([section, types]) =>
      Object.keys(configuration[section as keyof typeof COMPONENTS] ?? {})
        .filter(id => !(types as readonly string[]).includes(id.split('/')[0] ?? ''))
        .map(id => `${section}: ${id} is of no known type`),
    ),
    ...[...text.matchAll(/\$\{env:(\w+)\}/g)]
      .map(([, name = '']) => name)
      .filter(name => !variables.includes(name))
      .map(name => `nothing sets ${name}`),
  ];
}

function sectionProblems(
  section: (typeof SECTIONS)[number],
  configuration: CollectorConfiguration,
): string[] {
  const used = Object.values(configuration.service.pipelines).flatMap(pipeline => pipeline[section] ?? []);
  return difference(section, Object.keys(configuration[section] ?? {}), used);
}

function difference(what: string, defined: readonly string[], used: readonly string[]): string[] {
  return [
    ...used.filter(id => !defined.includes(id)).map(id => `${what}: ${id} is used and not defined`),
    ...defined.filter(id => !used.includes(id)).map(id => `${what}: ${id} is defined and not used`),
  ];
}
