import type { ConfigurationDecision, Setting } from './configuration.ts';
import { isDevelopmentEnvironment } from './defaults.ts';
import { readBoolean } from './parse/values.ts';

/**
 * Development mode: `--development`, `--no-development` or OTEL_RUN_DEVELOPMENT decides, otherwise whether
 * NODE_ENV is `development` or `test`. The environment label never decides: `dev` and `test` are often
 * deployed clusters.
 */
export function decideDevelopment(
  setting: Setting | undefined,
  nodeEnvironment: Setting | undefined,
): ConfigurationDecision {
  if (setting) {
    const said = readBoolean(setting.value, false);
    return { on: said, because: spoken(setting, said) };
  }
  if (!nodeEnvironment) return { on: false, because: 'NODE_ENV is not set' };
  const on = isDevelopmentEnvironment(nodeEnvironment.value);
  return { on, because: `NODE_ENV=${nodeEnvironment.value}${origin(nodeEnvironment)}` };
}

/** Whether telemetry is switched off completely, regardless of other settings. */
export function decideDisabled(given: ReadonlyMap<string, Setting>): ConfigurationDecision {
  for (const name of ['OTEL_RUN_DISABLED', 'OTEL_SDK_DISABLED']) {
    const setting = given.get(name);
    if (setting && readBoolean(setting.value, false))
      return { on: true, because: `${name}=true${origin(setting)}` };
  }
  return { on: false, because: 'neither OTEL_RUN_DISABLED nor OTEL_SDK_DISABLED is true' };
}

function spoken(setting: Setting, on: boolean): string {
  if (setting.source === 'flag') return on ? '--development' : '--no-development';
  return `${setting.name}=${setting.value}${origin(setting)}`;
}

function origin({ source }: Setting): string {
  return source.startsWith('env-file:') ? ` in ${source.slice('env-file:'.length)}` : '';
}
