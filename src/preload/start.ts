import { context, DiagLogLevel, diag, logs, metrics, propagation, trace } from '@opentelemetry/api';
import type { Settings } from '../config/settings.ts';
import { isEnabled } from '../libraries/instrumentation-policy.ts';
import { enabledNames } from '../libraries/own-scopes.ts';
import { exportConsole } from '../logs/console.ts';
import { exposeToOldApi } from '../logs/old-api.ts';
import { keepContents } from '../shared/content-names.ts';
import { addSecretNames } from '../shared/secret-names.ts';
import { provideRuntime } from '../work/runtime.ts';
import type { StartFacts } from './decide/decision.ts';
import { createDelivery, createWorkerDelivery, type Delivery } from './delivery/delivery.ts';
import { awaitDefaultCertificates } from './delivery/wire/read-wire.ts';
import { uncaughtHooks } from './errors/uncaught.ts';
import { deliverBeforeDirectEnds, leaveSignalsToSyncChildren } from './exit/direct-ends.ts';
import { watchExit } from './exit/exit.ts';
import { dieOf, withDefaultSignals } from './exit/signals.ts';
import { asAtStart } from './foundation/as-at-start.ts';
import type { Say } from './foundation/diagnostics.ts';
import { loadPart } from './foundation/parts.ts';
import { type Awaited, AwaitedModules } from './hooks/awaited-modules.ts';
import { hookBundle } from './hooks/hook-bundle.ts';
import { joinObserved } from './hooks/join-observed.ts';
import { hookModules } from './hooks/module-hooks.ts';
import { awaitLibraries, scopesOfLibraries } from './libraries/await-libraries.ts';
import { awaitBoundLibraries } from './libraries/binding/await-libraries.ts';
import type { Lambda } from './libraries/http/aws-lambda.ts';
import { Instrumentations } from './libraries/instrumentations.ts';
import { awaitRedisQueues } from './libraries/redis-queues.ts';
import { awaitReadyMadeWork } from './libraries/work/ready-made-work.ts';
import type { NamedWork } from './libraries/work/work-spans.ts';
import type { ProcessReport } from './process-report.ts';
import { createRuntime } from './runtime.ts';
import { createProviders } from './sdk/create-providers.ts';
import { knowingOwnRequest } from './sdk/own-request.ts';
import { awaitOwnSdk } from './sdk/own-sdk/own-sdk-awaited.ts';
import { stepAside } from './sdk/own-sdk/step-aside.ts';
import { createPropagator } from './sdk/propagation.ts';
import { type Providers, type SharedProviders, withoutDuplicates } from './sdk/providers.ts';
import { ScopedContextManager } from './sdk/scoped-context.ts';
import { foldFrameworkSpans } from './spans/framework-spans.ts';
import { watchFunction } from './watch-function.ts';

/** Starts telemetry in this thread: delivery first, then what produces, then what is instrumented. */
export function start(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  facts: StartFacts,
  say: Say,
  report: ProcessReport | undefined,
): void {
  decideContents(settings);
  const delivery = isRelayed(facts)
    ? createWorkerDelivery(settings, say)
    : createDelivery(env, settings, say);
  const extending = settings.extend === undefined ? undefined : loadPart('extension');
  const extension = extending?.loadExtension(settings.extend, process.cwd(), say) ?? {};
  const providers = createProviders(env, settings, delivery, extension, facts.script, say);
  forwardDiagnostics(env, say);
  const ownScopes = scopesOf(settings);
  const shared = share(settings, providers, ownScopes);
  const contextManager = new ScopedContextManager();
  register(env, settings, providers, shared, contextManager);
  exportWhatIsPrinted(settings, providers, delivery);
  const runtime = createRuntime(settings, delivery, providers, say);
  provideRuntime(runtime);
  const work = nameWork(settings, facts, say);
  const lambda = watchFunction(settings, facts, providers, runtime.flush);
  deliverAtExit(report?.watch(delivery) ?? delivery, providers, facts, work, lambda);
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
  hookModules(awaited, say, joinObserved([work, lambda]));
  if (facts.thread === 'main') hookBundle(facts.realPath, awaited, work);
  instrumentations.enableAtStart(env);
  extending?.enableExtension(extension, providers, say);
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

/** Whether the main thread delivers for this one. */
function isRelayed({ thread, mainThreadInitialized }: StartFacts): boolean {
  return thread === 'worker' && mainThreadInitialized;
}

/** Which fields are secrets, and whether contents of generative AI are kept. */
function decideContents({ redact, captureContents }: Settings): void {
  addSecretNames(redact);
  keepContents(captureContents);
}

/** The scopes whose spans are ours, so that those of an SDK of the application's would be duplicates. */
function scopesOf(settings: Settings): Set<string> {
  return new Set([...enabledNames(settings), ...replacedScopes(settings), ...scopesOfLibraries(settings)]);
}

function share(settings: Settings, providers: Providers, ownScopes: ReadonlySet<string>): SharedProviders {
  const tracerProvider = foldFrameworkSpans(providers.tracerProvider, settings.enabledInstrumentations);
  return withoutDuplicates({ ...providers, tracerProvider }, ownScopes);
}

function exportWhatIsPrinted(settings: Settings, { loggerProvider }: Providers, delivery: Delivery): void {
  if (settings.exporters.logs.length === 0) return;
  if (settings.consoleLogs) exportConsole(console, loggerProvider);
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

function register(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  providers: Providers,
  shared: SharedProviders,
  contextManager: ScopedContextManager,
): void {
  // A configuration file declares its propagator, and the SDK registers it together with a context manager.
  const propagator = settings.configFile ? undefined : createPropagator(env);
  if (propagator) propagation.setGlobalPropagator(knowingOwnRequest(propagator));
  context.disable();
  context.setGlobalContextManager(contextManager.enable());
  // This copy of the API is bundled: only our own instrumentations ask it. A bound function has no frame of its own.
  context.with = contextManager.with.bind(contextManager);
  trace.setGlobalTracerProvider(shared.tracerProvider);
  logs.setGlobalLoggerProvider(shared.loggerProvider);
  if (settings.ownSdk === 'ours') exposeToOldApi(shared.loggerProvider);
  if (providers.meterProvider) metrics.setGlobalMeterProvider(providers.meterProvider);
  // Some instrumentations ask it, not what they were given.
  trace.getTracerProvider = () => providers.tracerProvider;
  logs.getLoggerProvider = () => providers.loggerProvider;
}

/** Scopes of packages, other than upstream's instrumentations, whose records our bridges send already. */
function replacedScopes(settings: Settings): readonly string[] {
  return isEnabled('winston', settings) ? ['@opentelemetry/winston-transport'] : [];
}

function deliverAtExit(
  delivery: Delivery,
  providers: Providers,
  facts: StartFacts,
  work: NamedWork | undefined,
  lambda: Lambda | undefined,
): void {
  // A signal that arrives while the exit waits ends the process at once.
  const deliver = () => asAtStart(() => withDefaultSignals(signals, delivery.deliverNow));
  const signals = watchExit({
    onExit() {
      lambda?.exited();
      deliver();
      work?.report();
    },
    onIdle: () => asAtStart(delivery.deliverBeforeExit),
    onSignal: dieOf,
    ...uncaughtHooks(providers, facts.thread === 'main', error => lambda?.crashed(error)),
  });
  if (facts.thread !== 'main') return;
  deliverBeforeDirectEnds(deliver, signals);
  // While the application still loads, a signal does what it does to any Node.js program: end it at once.
  setImmediate(() => {
    signals.arm();
    leaveSignalsToSyncChildren(signals);
  }).unref();
}

/** The SDK's own messages, where the user asked for them; to stderr, unlike its console logger. */
function forwardDiagnostics(env: NodeJS.ProcessEnv, say: Say): void {
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
