import type { DecisionSettings } from '../../config/settings.ts';
import { launcherReason } from './launchers.ts';

/** What is known about this thread before anything is loaded. */
export interface StartFacts {
  readonly thread: 'main' | 'worker' | 'hooks';
  /** `worker_threads.workerData`; undefined in the main thread. */
  readonly workerData: unknown;
  /** The application's entry, usually `process.argv[1]`; undefined for `node -e` and a REPL. */
  readonly script: string | undefined;
  /** The file that `script` leads to after links are followed. */
  readonly realPath: string;
  readonly execArgv: readonly string[];
  /** Whether this thread is already initialized. */
  readonly initialized: boolean;
  /** Whether the main thread of this process is initialized. */
  readonly mainThreadInitialized: boolean;
  /** Whether the main thread of this process was left alone. */
  readonly mainThreadSkipped: boolean;
}

/** Whether to initialize in this thread. If it is skipped, the decision says why. */
export type Decision =
  | { readonly initialize: true }
  | { readonly initialize: false; readonly reason: string };

interface Rule {
  readonly reason: string;
  readonly applies: (facts: StartFacts, settings: DecisionSettings) => boolean;
}

/** Reasons to leave a thread alone. The first match wins. Launchers have their own table. */
const RULES: readonly Rule[] = [
  { reason: 'OTEL_RUN_DISABLED or OTEL_SDK_DISABLED is true', applies: (_, settings) => settings.disabled },
  {
    reason: 'nothing names the service (OTEL_SERVICE_NAME)',
    applies: (_, settings) => settings.serviceName === '' && settings.configFile === undefined,
  },
  { reason: 'it is initialized already', applies: facts => facts.initialized },
  {
    // `module.register` runs loader hooks in a thread without a parentPort, and preloads run there too.
    reason: 'a module hooks thread',
    applies: facts => facts.thread === 'hooks',
  },
  {
    reason: 'its process is left alone',
    applies: facts => facts.thread === 'worker' && facts.mainThreadSkipped,
  },
  {
    reason: 'OTEL_RUN_WORKER_THREADS is false',
    applies: (facts, settings) => facts.thread === 'worker' && !settings.workerThreads,
  },
  {
    // pino, pino-pretty and all other transports on thread-stream: the thread's script is not known yet.
    reason: 'a log transport thread (thread-stream)',
    applies: ({ workerData }) => hasKeys(workerData, ['filename', 'dataBuf', 'stateBuf']),
  },
  {
    reason: 'a synchronous helper thread (synckit)',
    applies: ({ workerData }) => hasKeys(workerData, ['sharedBufferView', 'workerPort']),
  },
  {
    reason: 'a compiler thread (esbuild)',
    applies: ({ workerData }) => hasKeys(workerData, ['workerPort', 'esbuildVersion']),
  },
  {
    // The parent of `node --watch` needs no rule: Node.js runs no preload in it.
    reason: 'the parent of `node --test`, whose files run in children',
    applies: ({ thread, execArgv }) => thread === 'main' && isTestParent(execArgv),
  },
];

/** Decides whether work runs in this process or thread. */
export function decide(facts: StartFacts, settings: DecisionSettings): Decision {
  const rule = RULES.find(candidate => candidate.applies(facts, settings));
  if (rule) return { initialize: false, reason: rule.reason };
  if (facts.thread !== 'main' || facts.script === undefined) return { initialize: true };
  const reason = launcherReason(facts.script, facts.realPath, settings.skip);
  return reason === undefined ? { initialize: true } : { initialize: false, reason };
}

function hasKeys(value: unknown, keys: readonly string[]): boolean {
  return typeof value === 'object' && value !== null && keys.every(key => key in value);
}

/** `--test-isolation=none` (experimental before Node.js 23.6) runs the tests in a single process. */
function isTestParent(execArgv: readonly string[]): boolean {
  const flags = execArgv.join(' ');
  return execArgv.includes('--test') && !/--(?:experimental-)?test-isolation[= ]none\b/.test(flags);
}
