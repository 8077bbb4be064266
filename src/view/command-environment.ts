import { environmentFor } from '../command-line/verdict.ts';
import type { World } from '../command-line/world.ts';
import type { Configuration } from '../config/configuration.ts';
import { isReplacedByView, viewVariables } from '../config/view.ts';
import { REPORT_VARIABLE } from '../shared/process-report-line.ts';

/**
 * The environment of a command under a view: its own and that of the env files, except for the destination of
 * telemetry. Programs other than Node.js get the same variables. A service name is written only if one was
 * set: otherwise each process is named after its own package.json.
 */
export function commandEnvironment(
  configuration: Configuration,
  world: Pick<World, 'env' | 'preload'>,
  { url, reportFile }: { readonly url: string; readonly reportFile: string },
): NodeJS.ProcessEnv {
  const { env } = world;
  if (configuration.disabled.because.startsWith('OTEL_RUN_DISABLED'))
    return { ...env, ...environmentFor(configuration, 'untouched', world) };
  const { serviceName, environment } = configuration;
  const merged = {
    ...env,
    ...environmentFor(configuration, 'instrument', world),
    // Not among the changes if OTEL_SDK_DISABLED is set, which a view ignores.
    ...(serviceName && { OTEL_SERVICE_NAME: serviceName.value }),
    ...(environment && environment.name !== 'NODE_ENV' && { OTEL_RUN_ENVIRONMENT: environment.value }),
  };
  const kept = Object.entries(merged).filter(([name]) => !isReplacedByView(name));
  return { ...Object.fromEntries(kept), ...viewVariables(url), [REPORT_VARIABLE]: reportFile };
}
