import type { Configuration, ConfigurationInputs, Setting } from './configuration.ts';
import { envFileLayers } from './layers.ts';
import { isBlank } from './parse/values.ts';

type Decided = Omit<Configuration, 'environmentChanges'>;

/**
 * The variables to set for the command, without those that its environment already has.
 *
 * They include all variables of env files, even `NODE_OPTIONS`: the preload's option is later put in front of
 * it. With telemetry disabled there are no others, and the command runs untouched. OTEL_RUN_ENV_FILE is left
 * out: the files have been read, and a relative path means a different file in another folder.
 */
export function environmentChanges(decided: Decided, { env }: ConfigurationInputs): Record<string, string> {
  const wanted = {
    ...fileVariables(decided, env),
    ...(decided.disabled.on ? {} : settingVariables(decided)),
    ...(decided.disabled.on ? {} : decisionVariables(decided)),
  };
  const changes = Object.entries(wanted).filter(([name, value]) => env[name] !== value);
  return Object.fromEntries(changes.filter(([name]) => name !== 'OTEL_RUN_ENV_FILE'));
}

/**
 * A variable of the environment wins if it is present, as with every dotenv tool. An empty OTEL_* counts as
 * not set.
 */
function fileVariables({ envFiles }: Decided, env: ConfigurationInputs['env']): Record<string, string> {
  const files = Object.assign(
    {},
    ...envFileLayers(envFiles)
      .map(layer => layer.variables)
      .reverse(),
  );
  const missing = ([name]: [string, unknown]) =>
    env[name] === undefined || (name.startsWith('OTEL_') && isBlank(env[name]));
  return Object.fromEntries(Object.entries<string>(files).filter(missing));
}

/** Without the one default that depends only on NODE_ENV: a child process may have a different NODE_ENV. */
function settingVariables({ settings, development }: Decided): Record<string, string> {
  const isUndecided = ({ name, source }: Setting) =>
    name === 'OTEL_LOGS_EXPORTER' && source === 'default' && isDecidedByNodeEnv({ settings, development });
  const written = [...settings.values()].filter(setting => !isUndecided(setting));
  return Object.fromEntries(written.map(({ name, value }) => [name, value]));
}

function isDecidedByNodeEnv({ settings, development }: Pick<Decided, 'settings' | 'development'>): boolean {
  return development.on && !settings.has('OTEL_RUN_DEVELOPMENT');
}

/**
 * The decision, so that every process below makes the same one. Left out if only NODE_ENV decided, because
 * tools set it for their children (`next dev`). A config file declares its own log exporter.
 */
function decisionVariables({
  settings,
  development,
  environment,
  configFile,
}: Decided): Record<string, string> {
  return {
    ...(environment && environment.name !== 'NODE_ENV' && { OTEL_RUN_ENVIRONMENT: environment.value }),
    ...(development.on &&
      settings.has('OTEL_RUN_DEVELOPMENT') &&
      !configFile && { OTEL_LOGS_EXPORTER: 'none' }),
  };
}
