import { type ChildProcess, spawn } from 'node:child_process';
import type { Command } from '../launch/plan.ts';

/** How a command ended, in the words of Node.js. */
export interface CommandEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started: an errno; null if it was started. */
  readonly startError: string | null;
}

/** A running command, with every process that it starts in one group. */
export interface RunningCommand {
  readonly pid: number;
  readonly ended: Promise<CommandEnd>;
  /** The last lines of its stdout and stderr, together. */
  lastOutput(): readonly string[];
  /** Sends a signal only to the command, as an orchestrator does. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal to every process of its group. */
  signalGroup(signal: NodeJS.Signals): void;
  /** Whether any process of the group exists. */
  isGroupAlive(): boolean;
}

const LINES_KEPT = 20;

/** The output that is kept, at most. */
const CHARACTERS_KEPT = 20_000;

/** Where a command runs, and its standard streams. */
export interface CommandSurroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  /** A background process group cannot read from a terminal. */
  readonly stdin: 'inherit' | 'ignore';
  /** Gets what the command writes to stdout and stderr. */
  readonly output: (text: string) => void;
}

/** Starts the command in its own process group. */
export function startCommand(
  command: Command,
  { env, folder, stdin, output }: CommandSurroundings,
): RunningCommand {
  const child = spawn(command.file, command.arguments, {
    cwd: folder,
    env,
    stdio: [stdin, 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let kept = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      kept = (kept + text).slice(-CHARACTERS_KEPT);
      output(text);
    });
  }
  const pid = child.pid ?? 0;
  return {
    pid,
    ended: endOf(child),
    lastOutput: () => kept.split('\n').filter(Boolean).slice(-LINES_KEPT),
    signal: signal => void child.kill(signal),
    signalGroup: signal => void kill(groupOf(pid), signal),
    isGroupAlive: () => pid !== 0 && kill(groupOf(pid), 0),
  };
}

/**
 * The end of the command itself. A process that it leaves behind may keep its output open for long, so only
 * the content of the pipes at the exit is read.
 */
function endOf(child: ChildProcess): Promise<CommandEnd> {
  return new Promise(resolve => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: null, signal: null, startError: error.code ?? error.message }),
    );
    child.once('exit', (code, signal) => setImmediate(() => resolve({ code, signal, startError: null })));
  });
}

/** A negative id is a group; Windows has none. */
function groupOf(pid: number): number {
  return process.platform === 'win32' ? pid : -pid;
}

function kill(target: number, signal: NodeJS.Signals | 0): boolean {
  if (target === 0) return false;
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}
