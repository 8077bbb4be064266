import type { Configuration, ConfigurationInputs, Setting } from './configuration.ts';
import { envFileLayers } from './layers.ts';
import { isBlank } from './parse/values.ts';

type Decided = Omit<Configuration, 'environmentChanges'>;

/**
 * The variables to set for the command, and nothing that its environment says already.
 *
 * All variables of env files are among them, `NODE_OPTIONS` included: what adds the preload puts its own option
 * in front. With telemetry disabled they are all there is: the command runs untouched. OTEL_RUN_ENV_FILE is left
 * out, because the files have been read and a relative path means another file elsewhere.
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

/** The environment wins by presence, as with every dotenv tool; an empty OTEL_* in it counts as not set. */
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

/** Without the one default that NODE_ENV alone decides: below, NODE_ENV may be another. */
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
 * What was decided, so that every process below decides alike; not what NODE_ENV alone decides, which a tool sets for its
 * children (`next dev`). A config file declares its own log exporter.
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
