import { dirname } from 'node:path';
import type { ContextManager, MeterProvider } from '@opentelemetry/api';
import { readList } from '../../../config/read-variable.ts';
import type { Settings } from '../../../config/settings.ts';
import type { Say } from '../../foundation/diagnostics.ts';
import { loadPart, partPath } from '../../foundation/parts.ts';
import type { Awaited } from '../../hooks/awaited-modules.ts';
import type { SharedProviders } from '../providers.ts';
import { awaitOtherAgents } from './other-agents.ts';
import { starterOf } from './own-sdk-notice.ts';
import { DEFAULTED, withoutDefaults } from './without-defaults.ts';

/** Packages that only an application with its own SDK loads. */
const SDK_PACKAGES = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/sdk-trace',
  '@opentelemetry/sdk-trace-base',
  '@opentelemetry/sdk-trace-node',
  '@opentelemetry/sdk-logs',
];

/** The means to deal with a second SDK. */
export interface OwnSdkMeans {
  /** The providers that the entire process sees: silent for duplicate instrumentations. */
  readonly shared: SharedProviders;
  /** The instrumentations of this process. */
  readonly ownScopes: ReadonlySet<string>;
  /** Makes an instrumentation measure with the application's provider. */
  readonly measureWith: (instrumentationName: string, provider: MeterProvider) => void;
  /** Lets the application's manager keep the contexts. */
  readonly adoptContextManager: (manager: ContextManager) => void;
  /** Removes ours from the process. */
  readonly stepAside: () => void;
}

/**
 * Waits for an SDK beside ours, and does what `OTEL_RUN_OWN_SDK` says: `ours` makes it inert, `theirs` steps
 * aside as soon as the application loads one. Reported once, outside development.
 */
export function awaitOwnSdk(settings: Settings, say: Say, means: OwnSdkMeans): Awaited[] {
  const notice = settings.development ? () => {} : sayOnce(say);
  return settings.ownSdk === 'theirs'
    ? [stepAsideFor(means, notice)]
    : [makeInert(means, notice), leaveMetrics(), ...awaitOtherAgents(settings, say)];
}

function stepAsideFor({ stepAside }: OwnSdkMeans, notice: Notice): Awaited {
  return {
    targets: SDK_PACKAGES,
    enable() {
      stepAside();
      withoutDefaults();
      notice('otel-run leaves this process to it (OTEL_RUN_OWN_SDK=theirs)');
    },
  };
}

function makeInert(means: OwnSdkMeans, notice: Notice): Awaited {
  const { shared, ownScopes, measureWith, adoptContextManager } = means;
  const consequence =
    "its traces and logs go through otel-run's SDK instead of its own, so that nothing is recorded twice";
  return {
    targets: ['@opentelemetry/api', '@opentelemetry/instrumentation', ...SDK_PACKAGES],
    enable() {
      const { OwnSdk } = loadPart('own-sdk');
      new OwnSdk({
        ...shared,
        ownScopes,
        onMeterProvider: measureWith,
        onContextManager: adoptContextManager,
        onRegistered: () => notice(`${consequence} (OTEL_RUN_OWN_SDK=ours)`),
      });
    },
  };
}

/**
 * Leaves metrics to the application's SDK: without our default of `none`, it exports them as it would alone.
 */
function leaveMetrics(): Awaited {
  return {
    targets: ['@opentelemetry/sdk-node'],
    enable() {
      const { env } = process;
      if (readList(env, DEFAULTED)?.includes('OTEL_METRICS_EXPORTER')) delete env.OTEL_METRICS_EXPORTER;
    },
  };
}

// `const { env } = process` is the application's environment; `process.env` would be the build's copy.

type Notice = (consequence: string) => void;

function sayOnce(say: Say): Notice {
  let said = false;
  return consequence => {
    if (said) return;
    said = true;
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 100;
    const starter = starterOf(new Error().stack ?? '', dirname(partPath('main'))) ?? 'the application';
    Error.stackTraceLimit = stackTraceLimit;
    say('warn', `${starter} starts its own OpenTelemetry SDK: ${consequence}`);
  };
}
