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

type Row = [title: string, facts: StartFacts, settings?: Partial<DecisionSettings>];

const INITIALIZED: Row[] = [
  ['an application', APPLICATION],
  ['`node -e` and a REPL', { ...APPLICATION, script: undefined, realPath: '' }],
  ['a worker thread of the application', WORKER],
  ['a worker thread whose main thread is not known', { ...WORKER, mainThreadInitialized: false }],
  ['a worker thread with data of its own', { ...WORKER, workerData: { filename: 'report.pdf' } }],
  ['a named declarative configuration', APPLICATION, { serviceName: '', configFile: 'otel.yaml' }],
  ['a test file, run by the parent of `node --test`', { ...APPLICATION, script: '/app/work.test.js' }],
  ['tests in one process', { ...APPLICATION, execArgv: ['--test', '--test-isolation=none'] }],
  ['tests in one process, two words', { ...APPLICATION, execArgv: ['--test', '--test-isolation', 'none'] }],
  [
    'tests in one process, before Node.js 23.6',
    { ...APPLICATION, execArgv: ['--test', '--experimental-test-isolation=none'] },
  ],
  ['a program that OTEL_RUN_SKIP does not name', APPLICATION, { skip: ['serve', '*.server'] }],
];

const LEFT_ALONE: [reason: string, ...Row][] = [
  ['OTEL_RUN_DISABLED or OTEL_SDK_DISABLED is true', 'a switched off', APPLICATION, { disabled: true }],
  ['nothing names the service (OTEL_SERVICE_NAME)', 'a nameless', APPLICATION, { serviceName: '' }],
  ['it is initialized already', 'a second preload', { ...APPLICATION, initialized: true }],
  ['a module hooks thread', 'a hooks thread', { ...WORKER, thread: 'hooks' }],
  ['its process is left alone', 'a thread of npm', { ...WORKER, mainThreadSkipped: true }],
  ['OTEL_RUN_WORKER_THREADS is false', 'a worker', WORKER, { workerThreads: false }],
  [
    'a log transport thread (thread-stream)',
    'a pino transport',
    { ...WORKER, workerData: { filename: 'lib/worker.js', dataBuf: {}, stateBuf: {}, workerData: {} } },
  ],
  [
    'a synchronous helper thread (synckit)',
    'a synckit thread',
    { ...WORKER, workerData: { sharedBufferView: {}, workerPort: {} } },
  ],
  [
    'a compiler thread (esbuild)',
    'an esbuild thread',
    { ...WORKER, workerData: { workerPort: {}, defaultWD: '/', esbuildVersion: '0.28.2' } },
  ],
  [
    'the parent of `node --test`, whose files run in children',
    'a test runner',
    { ...APPLICATION, script: undefined, execArgv: ['--test', '--test-isolation=process'] },
  ],
  [
    'a package manager runs the work in a child',
    'npm',
    { ...APPLICATION, script: '/usr/bin/npm', realPath: '/usr/lib/node_modules/npm/bin/npm-cli.js' },
  ],
  ['OTEL_RUN_SKIP names it (serv*)', 'a named program', APPLICATION, { skip: ['migrate', 'serv*'] }],
];

describe('work runs in', () => {
  it.each(INITIALIZED)('%s', (_, facts, settings) => {
    expect(decide(facts, { ...SETTINGS, ...settings })).toEqual({ initialize: true });
  });
});

describe('left alone with a reason', () => {
  it.each(LEFT_ALONE)('%s: %s', (reason, _, facts, settings) => {
    expect(decide(facts, { ...SETTINGS, ...settings })).toEqual({ initialize: false, reason });
  });
});
