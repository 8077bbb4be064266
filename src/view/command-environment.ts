import { environmentFor } from '../command-line/verdict.ts';
import type { World } from '../command-line/world.ts';
import type { Configuration } from '../config/configuration.ts';
import { isReplacedByView, viewVariables } from '../config/view.ts';
import { REPORT_VARIABLE } from '../shared/process-report-line.ts';

/**
 * The environment of a command under a view: its own and that of the env files, but for where telemetry goes. The same
 * variables hold in it for programs that are not Node.js. A name is written only where one was stated: each process
 * below is named after its own package.json.
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
    // Not among the changes where OTEL_SDK_DISABLED is set, which does not hold here.
    ...(serviceName && { OTEL_SERVICE_NAME: serviceName.value }),
    ...(environment && environment.name !== 'NODE_ENV' && { OTEL_RUN_ENVIRONMENT: environment.value }),
  };
  const kept = Object.entries(merged).filter(([name]) => !isReplacedByView(name));
  return { ...Object.fromEntries(kept), ...viewVariables(url), [REPORT_VARIABLE]: reportFile };
}
