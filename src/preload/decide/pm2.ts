/** What PM2 tells a process about the application that it will load. */
export interface Pm2Application {
  /** Path of the application's entry. */
  readonly script: string;
  /**
   * Variables that PM2 sets only after all preloads ran: in cluster mode, all of the application's variables.
   */
  readonly env: Readonly<Record<string, string>>;
}

/** PM2's scripts that load an application into their own process, in cluster and in fork mode. */
const CONTAINER = /[\\/]pm2[\\/]lib[\\/]ProcessContainer(?:Fork)?\.js$/;

/**
 * Finds the application behind PM2's own script.
 *
 * @param script `process.argv[1]`
 * @returns undefined if PM2 did not start this process
 */
export function findPm2Application(
  script: string | undefined,
  env: NodeJS.ProcessEnv,
): Pm2Application | undefined {
  if (script === undefined || !CONTAINER.test(script)) return undefined;
  const later = readLaterEnvironment(env.pm2_env);
  const application = later.pm_exec_path ?? env.pm_exec_path;
  return application === undefined ? undefined : { script: application, env: later };
}

/** PM2 copies every key of this JSON object into `process.env` (lib/ProcessContainer.js). */
function readLaterEnvironment(json: string | undefined): Record<string, string> {
  if (json === undefined) return {};
  const values: Record<string, unknown> = JSON.parse(json);
  const texts = Object.entries(values).filter(([, value]) => typeof value !== 'object');
  return Object.fromEntries(texts.map(([name, value]) => [name, String(value)]));
}
