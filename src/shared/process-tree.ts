/** The position of a process or thread in the tree. */
interface Placed {
  readonly pid: number;
  readonly ppid: number;
  readonly threadId: number;
}

/** A process or thread below the one that started it. */
export interface ProcessRow<Process> {
  readonly process: Process;
  readonly depth: number;
}

/** Processes of a command as a tree, parents first; worker threads below their process. */
export function toProcessTree<Process extends Placed>(processes: readonly Process[]): ProcessRow<Process>[] {
  const mains = processes.filter(({ threadId }) => threadId === 0);
  const placed = new Set<Process>();
  const rows: ProcessRow<Process>[] = [];
  const place = (process: Process, depth: number) => {
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
