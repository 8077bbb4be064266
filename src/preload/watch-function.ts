import type { Settings } from '../config/settings.ts';
import { isEnabled } from '../libraries/instrumentation-policy.ts';
import { partName } from '../libraries/library.ts';
import type { StartFacts } from './decide/decision.ts';
import { loadLibraryPart, loadPart } from './foundation/parts.ts';
import type { Lambda } from './libraries/http/aws-lambda.ts';
import type { Providers } from './sdk/providers.ts';

/**
 * On AWS Lambda, watches the invocations of the function. The environment names the API from which the
 * runtime requests them.
 *
 * @param flush resolves when everything that is finished arrived, or cannot arrive for now
 * @returns undefined anywhere else
 */
export function watchFunction(
  settings: Settings,
  facts: StartFacts,
  { tracerProvider, loggerProvider }: Providers,
  flush: () => Promise<void>,
): Lambda | undefined {
  if (settings.runtimeApi === undefined || !isEnabled('aws-lambda', settings)) return undefined;
  // The real environment, not the build's copy of it: the runtime writes into it.
  const { env: processEnv } = process;
  const { watchLambda } = loadLibraryPart<typeof import('./libraries/http/aws-lambda.ts')>(
    partName('aws-lambda'),
  );
  return watchLambda({
    processEnv,
    args: process.argv.slice(1),
    script: facts.realPath,
    flushTimeout: settings.flushTimeout,
    tracerProvider,
    flush,
    onRuntime() {
      if (settings.consoleLogs && settings.exporters.logs.length > 0)
        loadPart('console-logs').exportConsole(console, loggerProvider);
    },
  });
}
