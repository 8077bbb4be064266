import { closeSync, openSync, readSync } from 'node:fs';
import type { ProcessReportLine } from '../../shared/process-report-line.ts';

const INTERVAL_MS = 150;

/** Bytes to read at a time. The rest is read later. */
const CHUNK = 256 * 1024;

/** A longer line is not a report. */
const LONGEST_LINE = 1024 * 1024;

/** Follows a file that processes append to. */
export interface ReportTail {
  /** Reads what has been written since. */
  read(): void;
  stop(): void;
}

/** Calls back with each line appended to the file, which may not exist yet. */
export function tailReport(file: string, onLine: (line: ProcessReportLine) => void): ReportTail {
  let position = 0;
  let rest = '';
  const buffer = Buffer.alloc(CHUNK);

  function read(): void {
    let descriptor: number;
    try {
      descriptor = openSync(file, 'r');
    } catch {
      return;
    }
    try {
      const length = readSync(descriptor, buffer, 0, CHUNK, position);
      position += length;
      // Raw bytes, because a character may be split at the end.
      const lines = (rest + buffer.toString('latin1', 0, length)).split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of lines) parse(line, onLine);
    } finally {
      closeSync(descriptor);
    }
  }

  const timer = setInterval(read, INTERVAL_MS);
  timer.unref();
  return { read, stop: () => clearInterval(timer) };
}

function parse(line: string, onLine: (line: ProcessReportLine) => void): void {
  let parsed: ProcessReportLine;
  try {
    parsed = JSON.parse(Buffer.from(line, 'latin1').toString());
  } catch {
    return;
  }
  if (Number.isInteger(parsed?.pid) && Number.isInteger(parsed.threadId)) onLine(parsed);
}
