import { DiagLogLevel, diag } from '@opentelemetry/api';
import type { Say } from './foundation/diagnostics.ts';

/** The SDK's own messages, if the user asked for them, sent to stderr, unlike its console logger. */
export function forwardDiagnostics(env: NodeJS.ProcessEnv, say: Say): void {
  if (!env.OTEL_LOG_LEVEL) return;
  const forward =
    (level: Parameters<Say>[0]) =>
    (message: string, ...details: unknown[]) =>
      say(level, [message, ...details.map(String)].join(' '));
  diag.setLogger(
    {
      error: forward('error'),
      warn: forward('warn'),
      info: forward('info'),
      debug: forward('debug'),
      verbose() {},
    },
    { logLevel: DiagLogLevel.DEBUG, suppressOverrideMessage: true },
  );
}
