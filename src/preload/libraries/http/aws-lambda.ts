import type { TracerProvider } from '@opentelemetry/api';
import type { ObservedModules } from '../../hooks/observed-modules.ts';
import { asksByHttp, clientFiles, findHandler } from '../lambda/environment.ts';
import { instrumentHandler } from '../lambda/handler.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { Invocations } from '../lambda/invocations.ts';
import { watchClient } from '../lambda/runtime-client.ts';
import { replaceExport } from '../work/work-spans-exports.ts';

/** The means to watch the process of a function. */
export interface LambdaOptions {
  /** The real environment: the runtime writes X-Ray's header into it. */
  readonly processEnv: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  /** The runtime's script, links followed. */
  readonly script: string;
  readonly flushTimeout: number;
  readonly tracerProvider: TracerProvider;
  readonly flush: () => Promise<void>;
  /** The runtime is ready, and has replaced the methods of `console`. */
  readonly onRuntime: () => void;
}

/** The interface to the rest of the preload. */
export interface Lambda extends ObservedModules {
  /** An error ends the process. */
  crashed(error: unknown): void;
  /** The process ends. */
  exited(): void;
}

/**
 * Creates a span for each invocation of this process's function, and delivers it before Lambda freezes the
 * process: between the outcome and the request for the next invocation, or before the outcome if that request
 * cannot be observed.
 */
export function watchLambda(options: LambdaOptions): Lambda {
  const { processEnv, args, script, flush, flushTimeout, tracerProvider, onRuntime } = options;
  const tracer = tracerProvider.getTracer('otel-run', __VERSION__);
  const invocations = new Invocations({ tracer, env: processEnv, flushTimeout, flush });
  const handler = findHandler(processEnv, args);
  const clients = new Set(clientFiles(script));
  let isClientSeen = false;

  function instrument(exports: unknown): unknown {
    return replaceHandler(exports, handler.path, original =>
      instrumentHandler(original, {
        begin: (event, context) => invocations.begin(event, context, processEnv._X_AMZN_TRACE_ID),
        done(invocation) {
          if (isClientSeen && !asksByHttp(processEnv)) return undefined;
          invocations.end(invocation);
          return invocations.deliver();
        },
      }),
    );
  }

  return {
    files: new Set([...(handler.file === undefined ? [] : [handler.file]), ...clients]),
    specifiers: new Set(),
    announcing: new Map(),
    onRequired(file, exports) {
      if (!clients.has(file)) return file === handler.file ? instrument(exports) : exports;
      isClientSeen = watchClient(exports, invocations, processEnv.AWS_LAMBDA_MAX_CONCURRENCY !== undefined);
      onRuntime();
      return exports;
    },
    onImported(file, _, namespace) {
      if (file === handler.file) instrument(namespace);
    },
    crashed: error => invocations.failAll(invocation => invocation.fail(error)),
    exited: () => invocations.failAll(failUnsettled),
  };
}

function failUnsettled(invocation: Invocation): void {
  if (!invocation.isSettled) invocation.failAs('_OTHER', 'the process ended during the invocation');
}

/**
 * If it finds nothing else, the runtime looks into a default export, which is a CommonJS module's exports.
 *
 * @returns what the module exports from now on
 */
function replaceHandler(
  exports: unknown,
  path: readonly string[],
  wrap: Parameters<typeof replaceExport>[2],
): unknown {
  const isObject = typeof exports === 'object' && exports !== null;
  const isInDefault = isObject && !((path[0] ?? '') in exports) && 'default' in exports;
  const outcome = replaceExport(isInDefault ? exports.default : exports, path, wrap);
  if (!('exports' in outcome)) return exports;
  if (!isInDefault) return outcome.exports;
  Reflect.set(exports, 'default', outcome.exports);
  return exports;
}
