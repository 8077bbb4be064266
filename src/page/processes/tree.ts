import type { ViewProcess } from '../../view/model.ts';

/** A process or thread below the one that started it. */
export interface ProcessRow {
  readonly process: ViewProcess;
  readonly depth: number;
}

/** Processes of a command as a tree, parents first; worker threads below their process. */
export function toProcessTree(processes: readonly ViewProcess[]): ProcessRow[] {
  const mains = processes.filter(({ threadId }) => threadId === 0);
  const placed = new Set<ViewProcess>();
  const rows: ProcessRow[] = [];
  const place = (process: ViewProcess, depth: number) => {
    if (placed.has(process)) return;
    placed.add(process);
    rows.push({ process, depth });
    if (process.threadId !== 0) return;
    for (const other of processes)
      if (other.threadId === 0 ? other.ppid === process.pid : other.pid === process.pid)
        place(other, depth + 1);
  };
  for (const process of mains) if (!mains.some(({ pid }) => pid === process.ppid)) place(process, 0);
  for (const process of processes) place(process, 0);
  return rows;
}
