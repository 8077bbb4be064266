import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Configuration } from '../config/configuration.ts';
import type { ExtensionRequest } from '../config/doctor-threads.ts';
import { type Finding, finding } from '../config/finding.ts';

/** Milliseconds that an extension may take to load. */
const PATIENCE = 5000;

/** What loading needs: the command's environment, its working directory, and the preload's entry file. */
export interface ExtensionWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly preload: string;
}

/**
 * Loads the module that OTEL_RUN_EXTEND names, in a thread and with the code of a run, because only that
 * shows whether it can be used. Its output is discarded.
 */
export async function extensionFindings(
  { settings, disabled }: Configuration,
  world: ExtensionWorld,
): Promise<readonly Finding[]> {
  const setting = settings.get('OTEL_RUN_EXTEND');
  if (!setting || disabled.on) return [];
  const problem = await load({ specifier: setting.value, folder: world.folder }, world);
  return problem === null
    ? []
    : [finding('extension-invalid', setting.name, { value: setting.value, problem })];
}

function load(request: ExtensionRequest, { env, preload }: ExtensionWorld): Promise<string | null> {
  const { NODE_OPTIONS: _, ...threadEnv } = env;
  return new Promise(resolve => {
    const thread = new Worker(join(preload, '..', 'preload', 'extension-thread.cjs'), {
      env: threadEnv,
      workerData: request,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    const settle = (problem: string | null) => {
      clearTimeout(timer);
      resolve(problem);
      void thread.terminate();
    };
    const timer = setTimeout(() => settle(`it did not load within ${PATIENCE / 1000} s`), PATIENCE);
    thread.once('message', settle);
    thread.once('error', error => settle(error.message.split('\n')[0] ?? ''));
    thread.once('exit', () => settle('it ends the process'));
  });
}
