import { readSettings, type Settings } from '../../config/settings.ts';
import type { Say } from '../foundation/diagnostics.ts';
import { loadPart } from '../foundation/parts.ts';
import { decide, type StartFacts } from './decision.ts';

/** Whether NODE_OPTIONS alone brought the preload into a process that does work. */
export function isDroppedIn(facts: StartFacts, settings: Settings, env: NodeJS.ProcessEnv): boolean {
  if (facts.thread !== 'main' || env.OTEL_RUN_DEFAULTED !== undefined) return false;
  return decide(facts, { ...settings, serviceName: settings.serviceName || 'any' }).initialize;
}

/**
 * Sets what the command line would have set, here and for child processes, and prints what it would have
 * printed.
 *
 * @param env the copy of the environment that this process reads
 * @returns the settings now in effect
 */
export function adoptEnvironment(processEnv: NodeJS.ProcessEnv, env: NodeJS.ProcessEnv, say: Say): Settings {
  const { changes, warnings, refusal } = loadPart('dropped-in').adopt(env, process.cwd());
  // Upstream reads the last one.
  for (const environment of [processEnv, env, process.env]) Object.assign(environment, changes);
  if (refusal !== undefined) say('warn', `process ${process.pid} is not instrumented: ${refusal}`);
  for (const warning of warnings) say('warn', warning);
  return readSettings(env);
}
