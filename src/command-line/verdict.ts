import type { Configuration } from '../config/configuration.ts';
import type { Finding } from '../config/finding.ts';
import { withPreload } from '../launch/node-options.ts';
import type { World } from './world.ts';

/** The decision about a configuration: instrument, run the command unchanged, or refuse. */
export type Verdict = 'instrument' | 'untouched' | 'refuse';

/**
 * Development mode runs with any configuration: a production variable in a shell must not stop anyone's work.
 */
export function verdictOf(configuration: Configuration, findings: readonly Finding[]): Verdict {
  if (configuration.disabled.on) return 'untouched';
  if (!findings.some(({ severity }) => severity === 'error')) return 'instrument';
  return configuration.development.on || configuration.failOpen ? 'untouched' : 'refuse';
}

/**
 * The variables to set for the command: the changes of the configuration and, if instrumented, the preload.
 */
export function environmentFor(
  configuration: Configuration,
  verdict: Verdict,
  { env, preload }: Pick<World, 'env' | 'preload'>,
): Record<string, string> {
  const changes: Record<string, string> = { ...configuration.environmentChanges };
  if (verdict !== 'instrument') return changes;
  const defaulted = [...configuration.settings.values()].filter(({ source }) => source === 'default');
  return {
    ...changes,
    OTEL_RUN_DEFAULTED: env.OTEL_RUN_DEFAULTED ?? defaulted.map(({ name }) => name).join(','),
    NODE_OPTIONS: withPreload(
      env.NODE_OPTIONS ?? changes.NODE_OPTIONS ?? configuration.commandNodeOptions,
      preload,
    ),
  };
}
