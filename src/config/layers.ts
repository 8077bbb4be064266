import type { ConfigurationInputs, EnvFile, PackageManifest, Source } from './configuration.ts';
import { isBlank } from './parse/values.ts';

/** The variables that one source sets. */
export interface Layer {
  readonly source: Source;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Every source as a set of variables, strongest first: flag, environment, env files (the last one first), the command's own, package.json. */
export function layersOf(inputs: ConfigurationInputs): readonly Layer[] {
  return [
    { source: 'flag', variables: flagVariables(inputs) },
    { source: 'env', variables: inputs.env },
    ...envFileLayers(inputs.envFiles ?? []),
    ...envFileLayers(inputs.commandEnvFiles ?? []),
    { source: 'package.json', variables: packageVariables(inputs.packageJson) },
  ];
}

/** The env files that could be read, strongest (that is last) first. */
export function envFileLayers(
  files: readonly EnvFile[],
): readonly (Layer & { variables: Record<string, string> })[] {
  return files
    .flatMap(file => ('error' in file ? [] : [file]))
    .map(toLayer)
    .reverse();
}

function toLayer({ path, variables }: Extract<EnvFile, { variables: unknown }>) {
  return { source: `env-file:${path}`, variables } as const;
}

function flagVariables({ flags }: ConfigurationInputs): Layer['variables'] {
  return {
    OTEL_SERVICE_NAME: flags.service,
    OTEL_RUN_ENVIRONMENT: flags.environment,
    OTEL_RUN_DEVELOPMENT: flags.development?.toString(),
    OTEL_RUN_FAIL_OPEN: flags.failOpen?.toString(),
  };
}

/**
 * The `"otel-run": { "service": …, "environment": … }` of a package.json. Values other than strings are
 * ignored.
 */
function packageVariables(manifest: PackageManifest | undefined): Layer['variables'] {
  const settings = manifest?.['otel-run'];
  if (typeof settings !== 'object' || settings === null) return {};
  const { service, environment } = settings as Record<string, unknown>;
  return { OTEL_SERVICE_NAME: nonEmpty(service), OTEL_RUN_ENVIRONMENT: nonEmpty(environment) };
}

/** The value, if it is a string and not blank. */
export function nonEmpty(value: unknown): string | undefined {
  return typeof value === 'string' && !isBlank(value) ? value : undefined;
}
