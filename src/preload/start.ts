import { context } from '@opentelemetry/api';
import type { Settings } from '../config/settings.ts';
import { keepContents } from '../shared/content-names.ts';
import { addSecretNames } from '../shared/secret-names.ts';
import type { StartFacts } from './decide/decision.ts';
import { deliverAtExit } from './deliver-at-exit.ts';
import { createDelivery, createWorkerDelivery, type Delivery } from './delivery/delivery.ts';
import { awaitDefaultCertificates } from './delivery/wire/read-wire.ts';
import { passError } from './errors/unwinding.ts';
import { forwardDiagnostics } from './forward-diagnostics.ts';
import type { Say } from './foundation/diagnostics.ts';
import { loadPart } from './foundation/parts.ts';
import { type Awaited, AwaitedModules } from './hooks/awaited-modules.ts';
import { hookBundle } from './hooks/hook-bundle.ts';
import { joinObserved } from './hooks/join-observed.ts';
import { hookModules } from './hooks/module-hooks.ts';
import { awaitChannels } from './libraries/await-channels.ts';
import { awaitLibraries } from './libraries/await-libraries.ts';
import { awaitBoundLibraries } from './libraries/binding/await-libraries.ts';
import { Instrumentations } from './libraries/instrumentations.ts';
import { awaitRedisQueues } from './libraries/redis-queues.ts';
import { awaitReadyMadeWork } from './libraries/work/ready-made-work.ts';
import { isTaskThread, mayRunTasks } from './libraries/work/task-entry.ts';
import type { NamedWork } from './libraries/work/work-spans.ts';
import { scopesOf } from './own-scopes.ts';
import type { ProcessReport } from './process-report.ts';
import { register } from './register.ts';
import { startRuntime } from './runtime.ts';
import { createProviders } from './sdk/create-providers.ts';
import type { Extension } from './sdk/extension.ts';
import { awaitOwnSdk } from './sdk/own-sdk/own-sdk-awaited.ts';
import { stepAside } from './sdk/own-sdk/step-aside.ts';
import type { Providers } from './sdk/providers.ts';
import { ScopedContextManager } from './sdk/scoped-context.ts';
import { watchFunction } from './watch-function.ts';

/** Starts telemetry in this thread: first delivery, then the providers, then instrumentations. */
export function start(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  facts: StartFacts,
  say: Say,
  report: ProcessReport | undefined,
): void {
  decideContents(settings);
  const delivery = openDelivery(env, settings, facts, say);
  const extension = loadExtension(settings, say);
  const providers = createProviders(env, settings, delivery, extension, facts.script, say);
  forwardDiagnostics(env, say);
  const ownScopes = scopesOf(settings);
  const contextManager = new ScopedContextManager();
  const shared = register(env, settings, providers, ownScopes, contextManager);
  exportWhatIsPrinted(settings, providers, delivery);
  const runtime = startRuntime(settings, delivery, providers, say);
  const work = nameWork(settings, facts, say);
  const lambda = watchFunction(settings, facts, providers, runtime.flush);
  deliverAtExit(settings, report?.watch(delivery) ?? delivery, runtime.flush, providers, facts, work, lambda);
  const instrumentations = new Instrumentations(settings, providers, say);
  const ownSdk = awaitOwnSdk(settings, say, {
    shared,
    ownScopes,
    measureWith: (name, provider) => instrumentations.measureWith(name, provider),
    adoptContextManager: manager => contextManager.adopt(manager),
    stepAside() {
      awaited.stop();
      stepAside(env, delivery, providers, instrumentations);
      report?.skipped('OTEL_RUN_OWN_SDK is theirs and the application starts an SDK');
    },
  });
  const instrumented = modulesToInstrument(settings, providers, contextManager, instrumentations, say);
  const awaited = new AwaitedModules([...instrumented, ...ownSdk, ...awaitDefaultCertificates()], say);
  hookModules(awaited, say, frame => passError(context.active(), frame), joinObserved([work, lambda]));
  hookEntry(facts, awaited, contextManager, work);
  instrumentations.enableAtStart(env, contextManager.storage);
  if (settings.extend !== undefined) loadPart('extension').enableExtension(extension, providers, say);
  report?.initialized(providers);
}

function modulesToInstrument(
  settings: Settings,
  providers: Providers,
  { storage }: ScopedContextManager,
  instrumentations: Instrumentations,
  say: Say,
): readonly Awaited[] {
  return [
    ...awaitBoundLibraries(settings),
    ...instrumentations.awaited(),
    awaitRedisQueues(),
    ...awaitReadyMadeWork(settings, say),
    ...awaitLibraries({ settings, ...providers, storage }, say),
  ];
}

/** Hooks what no package is loaded for: channels, the tasks of a pool, and the modules of a bundle. */
function hookEntry(
  { thread, script, realPath }: StartFacts,
  awaited: AwaitedModules,
  { storage }: ScopedContextManager,
  work: NamedWork | undefined,
): void {
  awaitChannels(awaited, storage);
  if (isTaskThread()) loadPart('task-thread').enterTask(storage);
  if (mayRunTasks(thread, script)) loadPart('task-thread').receiveTasks(storage);
  if (thread === 'main') hookBundle(realPath, awaited, work);
}

/** A worker thread delivers through the main thread, if that is initialized. */
function openDelivery(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  { thread, mainThreadInitialized }: StartFacts,
  say: Say,
): Delivery {
  return thread === 'worker' && mainThreadInitialized
    ? createWorkerDelivery(settings, say)
    : createDelivery(env, settings, say);
}

function loadExtension({ extend }: Settings, say: Say): Extension {
  return extend === undefined ? {} : loadPart('extension').loadExtension(extend, process.cwd(), say);
}

/** Sets which fields are secrets, and whether contents of generative AI are kept. */
function decideContents({ redact, captureContents }: Settings): void {
  addSecretNames(redact);
  keepContents(captureContents);
}

function exportWhatIsPrinted(settings: Settings, { loggerProvider }: Providers, delivery: Delivery): void {
  if (settings.exporters.logs.length === 0) return;
  if (settings.consoleLogs) loadPart('console-logs').exportConsole(console, loggerProvider);
  if (!settings.stdoutLogs) return;
  const { exportOutput } = loadPart('stdout-logs');
  delivery.onDrain(exportOutput(loggerProvider, { readsWorkers: !settings.workerThreads }));
}

function nameWork(settings: Settings, facts: StartFacts, say: Say): NamedWork | undefined {
  if (settings.workSpans === undefined) return undefined;
  const part = loadPart('work-spans');
  return part.nameWork(
    settings.workSpans,
    { folder: process.cwd(), entry: facts.realPath, first: !settings.nested },
    settings.development ? () => {} : say,
  );
}
