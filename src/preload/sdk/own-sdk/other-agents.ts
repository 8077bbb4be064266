import { readList } from '../../../config/read-variable.ts';
import type { Settings } from '../../../config/settings.ts';
import type { Say } from '../../foundation/diagnostics.ts';
import type { Awaited } from '../../hooks/awaited-modules.ts';
import { withoutDefaults } from './without-defaults.ts';

/** Agents that trace a process with their own patches, not through an OpenTelemetry SDK. */
const AGENTS = ['dd-trace', 'elastic-apm-node', 'newrelic'];

/**
 * Waits for an agent that traces beside ours, and shows it the environment without otel-run's defaults, as it
 * would be alone. If OTEL_TRACES_EXPORTER is `otlp`, dd-trace 5 sends its spans over OTLP, and every
 * operation would arrive twice.
 */
export function awaitOtherAgents(settings: Settings, say: Say): Awaited[] {
  return AGENTS.map(agent => ({
    targets: [agent],
    enable() {
      const env = withoutDefaults();
      if (!settings.development) say('warn', `${agent} traces this process, too${consequence(agent, env)}`);
    },
  }));
}

function consequence(agent: string, env: NodeJS.ProcessEnv): string {
  if (agent === 'dd-trace' && readList(env, 'OTEL_TRACES_EXPORTER')?.includes('otlp')) {
    return ': with OTEL_TRACES_EXPORTER=otlp it sends its spans to the same collector, and each operation arrives twice. Leave the variable unset';
  }
  return ': it sends its spans to its own service, and those requests are traced here';
}
