/**
 * The parts of the preload: name → module. `loadPart` takes its types from this table, and the build bundles
 * its modules (`scripts/build/parts.mjs`). Instrumentations and log bridges are parts too, and are added by
 * the build.
 */
export interface Parts {
  main: typeof import('./main.ts');
  'dropped-in': typeof import('./decide/dropped-in.ts');
  'stripped-reason': typeof import('./decide/stripped-reason.ts');
  exporter: typeof import('./delivery/exporter.ts');
  'transport-grpc': typeof import('./delivery/transport-grpc.ts');
  declarative: typeof import('./sdk/declarative/declarative.ts');
  'overridden-emit': typeof import('./exit/overridden-emit.ts');
  'hidden-listeners': typeof import('./exit/hidden-listeners.ts');
  'kernel-time': typeof import('./delivery/kernel-time.ts');
  'uncaught-end': typeof import('./errors/uncaught-end.ts');
  metrics: typeof import('./sdk/metering.ts');
  'console-exporters': typeof import('./sdk/console-exporters.ts');
  'console-logs': typeof import('../logs/console.ts');
  'stdout-logs': typeof import('../logs/stdout/stdout.ts');
  extension: typeof import('./sdk/extension.ts');
  'json-encoders': typeof import('./delivery/json-encoders.ts');
  'protobuf-encoders': typeof import('./delivery/protobuf-encoders.ts');
  'plain-json': typeof import('./foundation/plain-json.ts');
  'thread-limits': typeof import('./foundation/thread-limits.ts');
  'split-request': typeof import('./delivery/split-request.ts');
  'process-report': typeof import('./process-report.ts');
  'log-limit': typeof import('./sdk/log-limit.ts');
  sampling: typeof import('./sdk/sampling/sampling.ts');
  'require-as-caller': typeof import('./hooks/require-as-caller.ts');
  'first-import': typeof import('./hooks/first-import.ts');
  'announced-modules': typeof import('./hooks/announced-modules.ts');
  'loaded-bundle': typeof import('./hooks/loaded-bundle.ts');
  'announce-own': typeof import('../bundling/announce-own.ts');
  'work-spans': typeof import('./libraries/work/work-spans.ts');
  'task-thread': typeof import('./libraries/work/task-thread.ts');
  'cloud-detectors': typeof import('./sdk/cloud-detectors.ts');
  'own-sdk': typeof import('./sdk/own-sdk/own-sdk.ts');
  'database-conventions': typeof import('./libraries/databases/conventions.ts');
  'published-databases': typeof import('./libraries/databases/published/published.ts');
  binding: typeof import('./libraries/binding/binding.ts');
  'work-pg': typeof import('./libraries/work/pg.ts');
  'work-redis': typeof import('./libraries/work/redis.ts');
  'work-ioredis': typeof import('./libraries/work/ioredis.ts');
  'work-bullmq': typeof import('./libraries/work/bullmq.ts');
  'work-bee-queue': typeof import('./libraries/work/bee-queue.ts');
  'work-node-cron': typeof import('./libraries/work/node-cron.ts');
  'work-croner': typeof import('./libraries/work/croner.ts');
  'errors-connect': typeof import('./libraries/routes/connect.ts');
  'errors-fastify': typeof import('./libraries/routes/fastify.ts');
  'errors-nest': typeof import('./libraries/routes/nest.ts');
  'errors-restify': typeof import('./libraries/routes/restify.ts');
  'routes-express': typeof import('./libraries/routes/express.ts');
  'routes-express-published': typeof import('./libraries/routes/express-published.ts');
  'routes-hapi': typeof import('./libraries/routes/hapi.ts');
  'routes-hono': typeof import('./libraries/routes/hono.ts');
  'routes-koa': typeof import('./libraries/routes/koa.ts');
  'without-contents': typeof import('./sdk/without-contents.ts');
  'propagator-b3': typeof import('./sdk/propagator-b3.ts');
  /** A part, because Node.js cannot require an ES module of it under `--no-experimental-require-module`. */
  'wrapping-hooks': typeof import('./hooks/wrapping-hooks.ts');
  'probe-process': typeof import('./doctor/probe-process.ts');
  'under-view': typeof import('./under-view.ts');
  'terminal-line': typeof import('./terminal-line.ts');
  'extension-thread': typeof import('./doctor/extension-thread.ts');
}
