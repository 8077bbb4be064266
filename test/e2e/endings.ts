/** A way to end a process, as `fixtures/apps/endings.cjs` does it, and what has to arrive. */
export interface Ending {
  readonly name: string;
  readonly argument?: string;
  /** Sent from outside when the process is ready. */
  readonly send?: NodeJS.Signals;
  /** Of Node.js. */
  readonly flags?: readonly string[];
  /** Only sent when what has ended was delivered on schedule: the end leaves no moment for it. */
  readonly afterFlush?: boolean;
  /** Spans and log records; three and two unless said otherwise. */
  readonly spans?: number;
  readonly logs?: number;
  /** Class and message of the error that ends the process, where one does. */
  readonly fatal?: readonly [type: string, message: string];
  /** Node.js prints warnings whose text depends on what runs. */
  readonly quiet?: boolean;
  /** Frames of the stack are not compared: one is of otel-run where a listener throws, some depend on what came first. */
  readonly stackVaries?: boolean;
  /** Only from this version on. */
  readonly since?: readonly [major: number, minor: number];
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** By the end of the work itself, or by `process.exit` from wherever an application calls it. */
const BY_THEMSELVES: readonly Ending[] = [
  { name: 'an empty event loop' },
  { name: 'an empty event loop after a while' },
  { name: 'process.exitCode' },
  { name: 'process.exit' },
  { name: 'process.exit in a timer' },
  { name: 'process.exit in a promise' },
  { name: 'process.exit in beforeExit' },
  { name: 'work in beforeExit', spans: 4, logs: 3 },
  { name: 'process.exit in an exit listener', spans: 4, logs: 3 },
  { name: 'an exit listener that works', spans: 4, logs: 3 },
  { name: 'an exit listener that sets the exit code' },
  { name: 'an exit listener that throws', fatal: ['Error', 'thrown at the exit'], stackVaries: true },
  { name: 'process.reallyExit' },
];

const BY_ERRORS: readonly Ending[] = [
  { name: 'an uncaught error', fatal: ['TypeError', 'nobody catches this'] },
  { name: 'an uncaught error in a timer', fatal: ['RangeError', 'nobody catches this'] },
  { name: 'an uncaught value', fatal: ['string', 'a text'] },
  { name: 'a stack overflow', fatal: ['RangeError', 'Maximum call stack size exceeded'] },
  { name: 'process.exit in uncaughtException' },
  { name: 'an error in uncaughtException', fatal: ['Error', 'handled badly'], stackVaries: true },
  { name: 'a handled uncaughtException', spans: 4, logs: 3 },
  { name: 'a monitored error', fatal: ['Error', 'monitored'] },
  { name: 'a monitor that throws', stackVaries: true },
  { name: 'a captured error' },
  { name: 'an error in a domain' },
  { name: 'an error in a domain without a listener', fatal: ['Error', 'of a domain'] },
  { name: 'an unhandled rejection', fatal: ['Error', 'nobody handles this'] },
  {
    name: 'an unhandled rejection',
    flags: ['--unhandled-rejections=strict'],
    fatal: ['Error', 'nobody handles this'],
  },
  { name: 'an unhandled rejection', flags: ['--unhandled-rejections=warn'] },
  { name: 'an unhandled rejection', flags: ['--unhandled-rejections=warn-with-error-code'] },
  { name: 'an unhandled rejection', flags: ['--unhandled-rejections=none'] },
  {
    name: 'an unhandled rejection of no error',
    fatal: [
      'UnhandledPromiseRejection',
      'This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "42".',
    ],
  },
  { name: 'a handled unhandledRejection' },
];

const BY_SIGNALS: readonly Ending[] = [
  ...SIGNALS.map(send => ({ name: 'a signal', send })),
  { name: 'a signal to a server', send: 'SIGTERM' },
  { name: 'a signal with a listener that exits', send: 'SIGTERM', spans: 4, logs: 3 },
  { name: 'a signal with a listener that drains', send: 'SIGTERM', spans: 4, logs: 3 },
  { name: 'a signal with a listener that was removed', send: 'SIGTERM' },
  { name: 'a signal with all listeners removed', send: 'SIGTERM' },
  { name: 'a signal to a process without listeners at all', send: 'SIGTERM' },
  { name: 'a signal with a listener that raises it again', send: 'SIGTERM', spans: 4, logs: 3 },
  {
    name: 'a signal with a listener that throws',
    send: 'SIGTERM',
    fatal: ['Error', 'thrown by the listener'],
    stackVaries: true,
  },
  { name: 'a signal after a synchronous child', send: 'SIGTERM' },
  ...(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGKILL', 'SIGUSR2', 'SIGALRM', 'SIGABRT'] as const).map(
    argument => ({ name: 'process.kill', argument }),
  ),
  { name: 'process.kill during start-up', argument: 'SIGTERM' },
  { name: 'process.kill with a listener' },
  { name: 'process.kill with nothing' },
];

/** Nothing of otel-run is in the way of a signal while JavaScript cannot answer it: what had not left is lost, as at SIGKILL. */
const BY_SIGNALS_TO_A_BLOCKED_LOOP: readonly Ending[] = [
  { name: 'a signal while execSync runs', send: 'SIGINT', spans: 0, logs: 0 },
  { name: 'a signal while execFileSync runs', send: 'SIGHUP', spans: 0, logs: 0 },
  { name: 'a signal while spawnSync runs', send: 'SIGTERM', spans: 0, logs: 0 },
  { name: 'a signal during start-up', send: 'SIGTERM', spans: 0, logs: 0 },
  // What remains: JavaScript that has begun and does not return answers a signal when it returns, not before.
  { name: 'a signal to a busy loop', send: 'SIGTERM' },
  { name: 'a signal', send: 'SIGKILL', spans: 0, logs: 0 },
  { name: 'process.abort', spans: 0, logs: 0 },
  { name: 'a signal', send: 'SIGKILL', afterFlush: true },
  { name: 'process.abort on a signal', send: 'SIGUSR2', afterFlush: true },
  {
    name: 'out of memory on a signal',
    send: 'SIGUSR2',
    flags: ['--max-old-space-size=32'],
    afterFlush: true,
  },
];

const BY_OTHERS: readonly Ending[] = [
  { name: 'a worker thread that ends', spans: 6, logs: 4 },
  { name: 'a worker thread that exits', spans: 6, logs: 4 },
  { name: 'a worker thread that is terminated', spans: 6, logs: 4 },
  { name: 'process.exit beside a busy worker thread', spans: 6, logs: 4 },
  {
    name: 'an error of a worker thread',
    spans: 6,
    logs: 4,
    fatal: ['Error', 'of a worker'],
    stackVaries: true,
  },
  { name: 'a handled error of a worker thread', spans: 6, logs: 4 },
  { name: 'a cluster worker that disconnects', spans: 6, logs: 4 },
  { name: 'a cluster worker that is killed', spans: 6, logs: 4 },
  { name: 'a cluster worker that is sent SIGTERM', spans: 6, logs: 4 },
  { name: 'a forked child that outlives its parent', spans: 6, logs: 4 },
  { name: 'a detached child', spans: 6, logs: 4 },
  { name: 'process.execve', quiet: true, since: [22, 15] },
];

/** The application emits what Node.js emits, or has replaced what Node.js calls. */
const BY_REPLACEMENTS: readonly Ending[] = [
  { name: 'events that the application emits', spans: 4, logs: 3 },
  { name: 'events that the application emits', argument: 'uncaughtException', spans: 4, logs: 3 },
  { name: 'an exit event long before the exit', spans: 4, logs: 3 },
  { name: 'a replaced process.emit', send: 'SIGTERM' },
  { name: 'a replaced process.emit and a listener', send: 'SIGTERM' },
  { name: 'a listener and a replaced process.emit', send: 'SIGTERM' },
  { name: 'a listener that comes late to a replaced process.emit', send: 'SIGTERM' },
  { name: 'a replaced emit of all emitters', send: 'SIGTERM' },
  { name: 'signal-exit', argument: 'signal-exit', send: 'SIGTERM', spans: 4, logs: 3 },
  { name: 'signal-exit', argument: 'signal-exit3', send: 'SIGINT', spans: 4, logs: 3 },
  { name: 'a replaced process.kill', send: 'SIGTERM' },
  { name: 'a replaced process.reallyExit' },
];

const KINDS = [
  BY_THEMSELVES,
  BY_ERRORS,
  BY_SIGNALS,
  BY_SIGNALS_TO_A_BLOCKED_LOOP,
  BY_REPLACEMENTS,
  BY_OTHERS,
];

/** Every row of the exit matrix. */
export const ENDINGS: readonly Ending[] = KINDS.flat();

/** One row of each kind. */
export const FIRST_OF_KIND: ReadonlySet<Ending> = new Set(KINDS.flatMap(([first]) => first ?? []));
