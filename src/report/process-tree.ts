import type { SmokeReport } from './report.ts';

export type ReportedProcess = SmokeReport['processes'][number];

/** A process or thread below the one that started it. */
export interface ProcessRow {
  readonly process: ReportedProcess;
  readonly depth: number;
}

/** Processes as a tree, parents first; worker threads below their process. */
export function toProcessTree(processes: readonly ReportedProcess[]): ProcessRow[] {
  const mains = processes.filter(({ threadId }) => threadId === 0);
  const rows: ProcessRow[] = [];
  const place = (process: ReportedProcess, depth: number) => {
    if (rows.some(row => row.process === process)) return;
    rows.push({ process, depth });
    const below = processes.filter(other =>
      other.threadId === 0 ? other.ppid === process.pid && other !== process : other.pid === process.pid,
    );
    if (process.threadId === 0) for (const other of below) place(other, depth + 1);
  };
  for (const process of mains) if (!mains.some(({ pid }) => pid === process.ppid)) place(process, 0);
  for (const process of processes) place(process, 0);
  return rows;
}
