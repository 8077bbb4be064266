import { realpathSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { errorMessage } from '../error-message.ts';
import { createSay, type Say } from './diagnostics.ts';
import { withholdPreloads } from './modules/hooks-thread.ts';
import { leaveRequireCache } from './parts.ts';
import { decide, type Facts } from './process/decision.ts';
import {
  isInitialized,
  isMainThreadInitialized,
  isMainThreadSkipped,
  markInitialized,
  markSkipped,
} from './process/identity.ts';
import { findPm2Application } from './process/pm2.ts';
import { createProcessReport } from './process/process-report.ts';
import { readSettings } from './settings.ts';
import { start } from './start.ts';

// Not the copy of it that the build puts in place of `process.env`: a guard is written into it, which children inherit.
const { env: realEnvironment } = process;
main(realEnvironment);

/** Decides whether work runs in this thread, and initializes it once. Never throws. */
function main(processEnv: NodeJS.ProcessEnv): void {
  const sayAnything = createSay(processEnv.OTEL_LOG_LEVEL);
  const report = createProcessReport(processEnv);
  try {
    leaveRequireCache();
    const application = findPm2Application(process.argv[1], processEnv);
    const env = application ? { ...processEnv, ...application.env } : processEnv;
    const settings = readSettings(env);
    // Development shows nothing of otel-run, unless its level is asked for.
    const say = settings.development && !env.OTEL_LOG_LEVEL ? () => {} : sayAnything;
    const facts = gatherFacts(processEnv, application?.script ?? process.argv[1]);
    const decision = decide(facts, settings);
    const thread = `process ${process.pid}${facts.thread === 'main' ? '' : ` (${facts.thread} thread)`}`;
    if (facts.thread === 'hooks') withholdPreloads(processEnv);
    if (!decision.initialize) {
      if (!facts.initialized) {
        markSkipped();
        report?.skipped(decision.reason);
      }
      say('debug', `${thread} is not instrumented: ${decision.reason}`);
      return;
    }
    markInitialized(processEnv);
    start(env, settings, facts, say, report);
    say(
      'info',
      `${thread} is instrumented ${settings.configFile ? `by ${settings.configFile}` : `as ${settings.serviceName}`}`,
    );
  } catch (error) {
    report?.skipped(`the preload failed: ${reportFailure(sayAnything, error)}`);
  }
}

function gatherFacts(env: NodeJS.ProcessEnv, script: string | undefined): Facts {
  return {
    thread: isMainThread ? 'main' : parentPort ? 'worker' : 'hooks',
    workerData,
    script,
    realPath: script === undefined ? '' : realPath(script),
    execArgv: process.execArgv,
    initialized: isInitialized(env),
    mainThreadInitialized: isMainThreadInitialized(env),
    mainThreadSkipped: isMainThreadSkipped(),
  };
}

function realPath(script: string): string {
  try {
    return realpathSync(script);
  } catch {
    return script;
  }
}

function reportFailure(say: Say, error: unknown): string {
  const reason = errorMessage(error);
  say('error', `process ${process.pid} runs without telemetry, the preload failed: ${reason}`);
  return reason;
}
