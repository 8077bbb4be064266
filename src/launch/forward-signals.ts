import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';

/**
 * Signals that otel-run forwards to the command if it is the parent: all that would end, stop or
 * wake the bare command and that Node.js can listen to. Not SIGPIPE and SIGXFSZ, which Node.js
 * ignores, nor SIGPROF, which V8 uses.
 */
const FORWARDED = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGQUIT',
  'SIGUSR1',
  'SIGUSR2',
  'SIGTSTP',
  'SIGCONT',
  'SIGWINCH',
  'SIGALRM',
  'SIGVTALRM',
  'SIGABRT',
  'SIGTRAP',
  'SIGSYS',
  'SIGXCPU',
  'SIGIO',
  'SIGPWR',
  'SIGSTKFLT',
] as const satisfies readonly NodeJS.Signals[];

/** A terminal sends these to every process in its foreground: forwarding would deliver them twice. */
const SENT_BY_TERMINAL: readonly string[] = ['SIGINT', 'SIGQUIT', 'SIGTSTP', 'SIGCONT', 'SIGWINCH'];

/** Whether a received signal was also sent to a child in the same process group. */
export function reachesChildItself(signal: string, platform: string, inForeground: () => boolean): boolean {
  // A Windows console sends its events to every process in it, and killing there means terminating.
  return platform === 'win32' || (SENT_BY_TERMINAL.includes(signal) && inForeground());
}

/**
 * Starts to forward signals to a child.
 *
 * @param kill sends a signal to the child
 * @returns a function that restores the defaults of the signals
 */
export function forwardSignals(kill: (signal: NodeJS.Signals) => void): () => void {
  const listeners = FORWARDED.filter(signal => signal in constants.signals).map(signal => {
    const forward = () => {
      if (!reachesChildItself(signal, process.platform, isInForeground)) kill(signal);
      if (signal === 'SIGTSTP') stop(forward);
    };
    process.on(signal, forward);
    return () => process.off(signal, forward);
  });
  return () => {
    for (const stopListening of listeners) stopListening();
  };
}

/** Stops this process as if nothing listened. The code after the kill runs when the process is continued. */
function stop(listener: () => void): void {
  process.off('SIGTSTP', listener);
  process.kill(process.pid, 'SIGTSTP');
  process.on('SIGTSTP', listener);
}

/** Whether this process is in the foreground of a terminal, regardless of its stdio: see proc_pid_stat(5). */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const [, , group, , terminal, foregroundGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return terminal !== '0' && group === foregroundGroup;
  } catch {
    return isatty(0) || isatty(1) || isatty(2);
  }
}
