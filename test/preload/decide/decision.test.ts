import { describe, expect, it } from 'vitest';
import type { DecisionSettings } from '../../../src/config/settings.ts';
import { decide, type StartFacts } from '../../../src/preload/decide/decision.ts';

const APPLICATION: StartFacts = {
  thread: 'main',
  workerData: undefined,
  script: '/app/dist/server.js',
  realPath: '/app/dist/server.js',
  execArgv: [],
  initialized: false,
  mainThreadInitialized: false,
  mainThreadSkipped: false,
};

const WORKER: StartFacts = {
  ...APPLICATION,
  thread: 'worker',
  workerData: null,
  mainThreadInitialized: true,
};

const SETTINGS: DecisionSettings = {
  disabled: false,
  workerThreads: true,
  skip: [],
  serviceName: 'api',
  configFile: undefined,
};

interface Row {
  readonly what: string;
  readonly facts: StartFacts;
  readonly settings?: Partial<DecisionSettings>;
}

const INITIALIZED: Row[] = [
  { what: 'an application', facts: APPLICATION },
  { what: '`node -e` and a REPL', facts: { ...APPLICATION, script: undefined, realPath: '' } },
  { what: 'a worker thread of the application', facts: WORKER },
  {
    what: 'a worker thread whose main thread is not known',
    facts: { ...WORKER, mainThreadInitialized: false },
  },
  {
    what: 'a worker thread with data of its own',
    facts: { ...WORKER, workerData: { filename: 'report.pdf' } },
  },
  {
    what: 'a named declarative configuration',
    facts: APPLICATION,
    settings: { serviceName: '', configFile: 'otel.yaml' },
  },
  {
    what: 'a test file, run by the parent of `node --test`',
    facts: { ...APPLICATION, script: '/app/work.test.js' },
  },
  { what: 'tests in one process', facts: { ...APPLICATION, execArgv: ['--test', '--test-isolation=none'] } },
  {
    what: 'tests in one process, two words',
    facts: { ...APPLICATION, execArgv: ['--test', '--test-isolation', 'none'] },
  },
  {
    what: 'tests in one process, before Node.js 23.6',
    facts: { ...APPLICATION, execArgv: ['--test', '--experimental-test-isolation=none'] },
  },
  {
    what: 'a program that OTEL_RUN_SKIP does not name',
    facts: APPLICATION,
    settings: { skip: ['serve', '*.server'] },
  },
];

const LEFT_ALONE: (Row & { reason: string })[] = [
  {
    reason: 'OTEL_RUN_DISABLED or OTEL_SDK_DISABLED is true',
    what: 'a program whose telemetry is off',
    facts: APPLICATION,
    settings: { disabled: true },
  },
  {
    reason: 'nothing names the service (OTEL_SERVICE_NAME)',
    what: 'a service without a name',
    facts: APPLICATION,
    settings: { serviceName: '' },
  },
  {
    reason: 'it is initialized already',
    what: 'a second preload',
    facts: { ...APPLICATION, initialized: true },
  },
  { reason: 'a module hooks thread', what: 'a hooks thread', facts: { ...WORKER, thread: 'hooks' } },
  {
    reason: 'its process is left alone',
    what: 'a thread of npm',
    facts: { ...WORKER, mainThreadSkipped: true },
  },
  {
    reason: 'OTEL_RUN_WORKER_THREADS is false',
    what: 'a worker thread',
    facts: WORKER,
    settings: { workerThreads: false },
  },
  {
    reason: 'a log transport thread (thread-stream)',
    what: 'a pino transport',
    facts: {
      ...WORKER,
      workerData: { filename: 'lib/worker.js', dataBuf: {}, stateBuf: {}, workerData: {} },
    },
  },
  {
    reason: 'a synchronous helper thread (synckit)',
    what: 'a synckit thread',
    facts: { ...WORKER, workerData: { sharedBufferView: {}, workerPort: {} } },
  },
  {
    reason: 'a compiler thread (esbuild)',
    what: 'an esbuild thread',
    facts: { ...WORKER, workerData: { workerPort: {}, defaultWD: '/', esbuildVersion: '0.28.2' } },
  },
  {
    reason: 'the parent of `node --test`, whose files run in children',
    what: 'a test runner',
    facts: { ...APPLICATION, script: undefined, execArgv: ['--test', '--test-isolation=process'] },
  },
  {
    reason: 'a package manager runs the work in a child',
    what: 'a run of npm',
    facts: { ...APPLICATION, script: '/usr/bin/npm', realPath: '/usr/lib/node_modules/npm/bin/npm-cli.js' },
  },
  {
    reason: 'OTEL_RUN_SKIP names it (serv*)',
    what: 'a program that OTEL_RUN_SKIP names',
    facts: APPLICATION,
    settings: { skip: ['migrate', 'serv*'] },
  },
];

describe('work runs in', () => {
  it.each(INITIALIZED)('$what', ({ facts, settings }) => {
    expect(decide(facts, { ...SETTINGS, ...settings })).toEqual({ initialize: true });
  });
});

describe('left alone with a reason', () => {
  it.each(LEFT_ALONE)('$what: $reason', ({ reason, facts, settings }) => {
    expect(decide(facts, { ...SETTINGS, ...settings })).toEqual({ initialize: false, reason });
  });
});
