import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { isDroppedIn, OTEL_RUN, PRELOAD } from './package-under-test.ts';

/** How a process ended and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process under way. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
  /** Resolves when stdout has this text; rejects when the process ends without it. */
  printed(text: string): Promise<void>;
  /** The same for stderr. */
  saidOnStderr(text: string): Promise<void>;
  /** What stdout has so far. */
  output(): string;
  readonly ended: Promise<Ended>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** Leaves stdin open, for the test to write to. */
  readonly keepInput?: boolean;
  /** Open descriptors of this process that the started one gets as 3, 4 and so on. */
  readonly descriptors?: readonly number[];
  /** Milliseconds after which the process is killed and the test fails. */
  readonly timeout?: number;
}

const FIXTURES = new URL('../fixtures/apps', import.meta.url).pathname;

/** The variables that every process under test starts with: none of OpenTelemetry, of Node.js or of the test runner. */
export function cleanEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SHELL', 'USER'];
  return Object.fromEntries(kept.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Starts a process in a clean environment, in the folder of the example applications. */
export function start(argv: readonly string[], options: RunOptions = {}): Running {
  const [file = '', ...rest] = argv;
  const env = definedOnly({ ...cleanEnvironment(), ...options.env });
  const child = spawn(file, rest, {
    cwd: options.cwd ?? FIXTURES,
    env,
    stdio: ['pipe', 'pipe', 'pipe', ...(options.descriptors ?? [])],
  }) as ChildProcessWithoutNullStreams;
  child.stdin.on('error', () => {});
  if (!options.keepInput) child.stdin.end(options.input ?? '');
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
    for (const check of waiting) check();
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
    for (const check of waiting) check();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${argv.join(' ')} did not end\nstdout: ${stdout}\nstderr: ${stderr}`));
    }, options.timeout ?? 90_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
  ended.catch(() => {});
  const has = (text: string, output: () => string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!output().includes(text)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
      ended.then(() => reject(new Error(`it ended without printing ${text}\nstderr: ${stderr}`)), reject);
    });
  return {
    child,
    pid: child.pid ?? -1,
    printed: text => has(text, () => stdout),
    saidOnStderr: text => has(text, () => stderr),
    output: () => stdout,
    ended,
  };
}

/** Runs a process to its end. */
export function run(argv: readonly string[], options?: RunOptions): Promise<Ended> {
  return start(argv, options).ended;
}

const REQUIRE_PRELOAD = `--require "${PRELOAD}"`;

/** The argument list that runs a command by otel-run under a given Node.js. */
export function byOtelRun(
  argv: readonly string[],
  node = process.execPath,
  flags: readonly string[] = [],
): string[] {
  if (isDroppedIn) return ['sh', '-c', 'NODE_OPTIONS="$0 $NODE_OPTIONS" exec "$@"', REQUIRE_PRELOAD, ...argv];
  return [node, OTEL_RUN, ...flags, '--', ...argv];
}

/** Variables that preload otel-run as its command line does, for tests of what happens inside one process. */
export function preloaded(env: Readonly<Record<string, string>>): Record<string, string> {
  const byCommandLine = isDroppedIn ? {} : { OTEL_RUN_DEFAULTED: '' };
  return { ...byCommandLine, ...env, NODE_OPTIONS: REQUIRE_PRELOAD };
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
