import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { nodeEnvFiles } from '../config/node-env-files.ts';
import { readSettings } from '../config/settings.ts';
import { errorMessage } from '../shared/error-message.ts';
import { REPORT_VARIABLE } from '../shared/process-report-line.ts';
import { VIEW_VARIABLE } from '../shared/view-variable.ts';
import { adoptEnvironment, isDroppedIn } from './decide/adopt-environment.ts';
import { decide, type StartFacts } from './decide/decision.ts';
import { strongerThanDefaults } from './decide/env-files.ts';
import {
  isInitialized,
  isMainThreadInitialized,
  isMainThreadSkipped,
  markInitialized,
  markSkipped,
} from './decide/identity.ts';
import { findPm2Application } from './decide/pm2.ts';
import { mayBeStripped } from './decide/stripped-environment.ts';
import { createSay, type Say } from './foundation/diagnostics.ts';
import { leaveRequireCache, loadPart, partPath } from './foundation/parts.ts';
import { isHooksThread, isMainThread, workerData } from './foundation/this-thread.ts';
import { withholdPreloads } from './hooks/hooks-thread.ts';
import type { ProcessReport } from './process-report.ts';
import { start } from './start.ts';

// The real environment, not the build's copy of it: a guard is written into it, which children inherit.
const { env: realEnvironment } = process;
main(realEnvironment);

/** Decides whether work runs in this thread, and initializes it once. Never throws. */
function main(processEnv: NodeJS.ProcessEnv): void {
  const sayAnything = createSay(processEnv.OTEL_LOG_LEVEL);
  let report: ProcessReport | undefined;
  try {
    leaveRequireCache();
    const application = findPm2Application(process.argv[1], processEnv);
    const script = application?.script ?? process.argv[1];
    report = reportOf(processEnv, application?.script);
    readEnvFiles(processEnv, sayAnything);
    // A copy, so that telemetry keeps its destination if the application changes its environment.
    const env = withAbsolutePaths({ ...processEnv, ...application?.env });
    if (env[VIEW_VARIABLE]) loadPart('under-view').connectToView(env, script);
    let settings = readSettings(env);
    const say = createSay(env.OTEL_LOG_LEVEL, settings.development);
    reportStripped(processEnv, say);
    const facts = gatherFacts(processEnv, script);
    if (isDroppedIn(facts, settings, processEnv)) {
      settings = adoptEnvironment(processEnv, env, say);
    }
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

function reportOf(env: NodeJS.ProcessEnv, script: string | undefined): ProcessReport | undefined {
  return env[REPORT_VARIABLE] ? loadPart('process-report').createProcessReport(env, script) : undefined;
}

/** The environment already has the variables of `node --env-file`, except those with an otel-run default. */
function readEnvFiles(env: NodeJS.ProcessEnv, say: Say): void {
  const files = nodeEnvFiles([...process.execArgv, ...process.argv.slice(2)]);
  // A thread's environment comes from the thread that started it.
  if (files.length === 0 || !isMainThread) return;
  const stronger = strongerThanDefaults(env, files, say);
  Object.assign(env, stronger);
  // The copy that upstream reads.
  Object.assign(process.env, stronger);
}

/** Reports once: child processes find the variable that is set here. */
function reportStripped(env: NodeJS.ProcessEnv, say: Say): void {
  if (!isMainThread || !mayBeStripped(env, () => resolve(partPath('main'), '../../preload.cjs'))) return;
  const stripped = loadPart('stripped-reason').explainStripped(env);
  if (stripped === undefined) return;
  Object.assign(env, { OTEL_RUN_DEFAULTED: '' });
  say('warn', stripped);
}

/** Certificates are only read for the first request, when the working directory may have changed. */
function withAbsolutePaths(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const paths = Object.keys(env).filter(name => /^OTEL_EXPORTER_.*(?:CERTIFICATE|CLIENT_KEY)$/.test(name));
  return Object.assign(
    env,
    Object.fromEntries(paths.flatMap(name => (env[name]?.trim() ? [[name, resolve(env[name].trim())]] : []))),
  );
}

function gatherFacts(env: NodeJS.ProcessEnv, script: string | undefined): StartFacts {
  return {
    thread: isMainThread ? 'main' : isHooksThread() ? 'hooks' : 'worker',
    workerData: workerData(),
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
