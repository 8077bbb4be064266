import type { ProcessReportLine } from '../../shared/process-report-line.ts';

/** Whether a process of the command is in the middle of a line of the terminal. */
export interface OpenLines {
  add(line: ProcessReportLine): void;
  any(): boolean;
}

export function createOpenLines(): OpenLines {
  const open = new Map<string, number>();
  return {
    add(line) {
      const key = `${line.pid}:${line.threadId}`;
      if (line.event === 'terminal-line' && line.open) open.set(key, line.pid);
      else if (line.event !== 'decision') open.delete(key);
    },
    any() {
      for (const [key, pid] of open) if (!isAlive(pid)) open.delete(key);
      return open.size > 0;
    },
  };
}

/** Whether a process of this user exists. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
