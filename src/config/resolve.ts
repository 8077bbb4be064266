import { canonicalValue } from './canonical.ts';
import type { Configuration, ConfigurationInputs, Environment, Setting } from './configuration.ts';
import { decideDevelopment, decideDisabled } from './decisions.ts';
import { environmentChanges } from './environment-changes.ts';
import { envFileLayers, type Layer, layersOf, nonEmpty } from './layers.ts';
import { parseResourceAttributes } from './parse/resource-attributes.ts';
import { readBoolean } from './parse/values.ts';
import { VARIABLES } from './variables/variables.ts';

/**
 * Resolves every setting, variable by variable: flag > environment > env file (later over earlier) >
 * package.json > declared default. Empty and blank values count as not set. Then OpenTelemetry's own rules
 * apply: OTEL_SERVICE_NAME overrides `service.name` in OTEL_RESOURCE_ATTRIBUTES, whatever their sources.
 *
 * With OTEL_CONFIG_FILE the file alone decides (the variables only fill its `${…}`), so no default is
 * declared. This function is pure and never fails: `validateConfiguration` reports mistakes.
 */
export function resolveConfiguration(inputs: ConfigurationInputs): Configuration {
  const layers = layersOf(inputs);
  const given = givenSettings(layers);
  const nodeEnvironment = strongest('NODE_ENV', layers);
  const development = decideDevelopment(given.get('OTEL_RUN_DEVELOPMENT'), nodeEnvironment);
  const configFile = given.get('OTEL_CONFIG_FILE')?.value;
  const settings = configFile ? given : withDefaults(given, development.on);
  const serviceNames = serviceNameStatements(given, inputs.env);
  const decided = {
    settings,
    serviceName: serviceNames[0],
    serviceNames,
    environment: environmentLabel(given, configFile ? undefined : nodeEnvironment),
    development,
    disabled: decideDisabled(given),
    failOpen: readBoolean(given.get('OTEL_RUN_FAIL_OPEN')?.value, false),
    configFile,
    envFiles: inputs.envFiles ?? [],
    commandNodeOptions: envFileLayers(inputs.commandEnvFiles ?? []).find(
      ({ variables }) => variables.NODE_OPTIONS,
    )?.variables.NODE_OPTIONS,
    packageName: nonEmpty(inputs.packageJson?.name),
    names: variableNames(layers),
  };
  return { ...decided, environmentChanges: environmentChanges(decided, inputs) };
}

function givenSettings(layers: readonly Layer[]): ReadonlyMap<string, Setting> {
  const names = variableNames(layers).filter(name => name.startsWith('OTEL_'));
  const ordered = new Set([...VARIABLES.map(variable => variable.name), ...names]);
  const settings = [...ordered].flatMap(name => strongest(name, layers) ?? []);
  return new Map(settings.map(setting => [setting.name, setting]));
}

function variableNames(layers: readonly Layer[]): readonly string[] {
  const entries = layers.flatMap(layer => Object.entries(layer.variables));
  return [...new Set(entries.flatMap(([name, value]) => (value === undefined ? [] : name)))].sort();
}

function strongest(name: string, layers: readonly Layer[]): Setting | undefined {
  for (const { source, variables } of layers) {
    const value = canonicalValue(name, variables[name]);
    if (value !== undefined) return { name, value, source };
  }
  return undefined;
}

/** The default in development mode, where no logs are exported. */
function withDefaults(
  given: ReadonlyMap<string, Setting>,
  development: boolean,
): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const { name, declared } of VARIABLES) {
    const value = development && name === 'OTEL_LOGS_EXPORTER' ? 'none' : declared;
    const setting = given.get(name) ?? (value === undefined ? undefined : { name, value, source: 'default' });
    if (setting) settings.set(name, setting);
  }
  return new Map([...settings, ...given]);
}

/**
 * `service.name` from OTEL_SERVICE_NAME, then from the environment if a flag overrides it, then from
 * OTEL_RESOURCE_ATTRIBUTES. Env files and package.json give defaults, which are meant to be overridden.
 */
function serviceNameStatements(given: ReadonlyMap<string, Setting>, env: Environment): readonly Setting[] {
  const name = 'OTEL_SERVICE_NAME';
  const stated = given.get(name);
  // An otel-run around this one wrote this name, so it does not conflict.
  const isNested = env.OTEL_RUN_DEFAULTED !== undefined;
  const overridden =
    stated?.source === 'flag' && !isNested ? strongest(name, [{ source: 'env', variables: env }]) : undefined;
  const statements = [stated, overridden, attributeSetting(given, 'service.name')];
  return statements.filter(setting => setting !== undefined);
}

function environmentLabel(given: ReadonlyMap<string, Setting>, nodeEnvironment: Setting | undefined) {
  return (
    given.get('OTEL_RUN_ENVIRONMENT') ??
    attributeSetting(given, 'deployment.environment.name') ??
    attributeSetting(given, 'deployment.environment') ??
    nodeEnvironment
  );
}

/** One attribute of OTEL_RESOURCE_ATTRIBUTES. One bad entry makes the SDK discard all attributes. */
function attributeSetting(given: ReadonlyMap<string, Setting>, key: string): Setting | undefined {
  const setting = given.get('OTEL_RESOURCE_ATTRIBUTES');
  const parsed = parseResourceAttributes(setting?.value);
  const value = parsed.ok ? nonEmpty(parsed.attributes[key]) : undefined;
  return setting && value !== undefined ? { ...setting, value } : undefined;
}
