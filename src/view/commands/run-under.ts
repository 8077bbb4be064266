import { type NotStarted, notSpawned } from '../../launch/not-started.ts';
import type { Command, Plan } from '../../launch/plan.ts';
import type { Ending } from '../../launch/spawn.ts';
import type { Hub } from '../hub.ts';
import type { ViewCommand } from '../model/status.ts';
import { endEntry } from './command-entry.ts';
import { createOpenLines } from './open-lines.ts';
import { createProcessTable } from './processes.ts';
import { tailReport } from './report-tail.ts';

/** The reports of a command's processes, as they arrive. */
export interface FollowedReport {
  /** Whether one of them is currently in the middle of a line of the terminal. */
  isLineOpen(): boolean;
  /** Reads the rest and stops. */
  end(): void;
}

const LOOK_INTERVAL_MS = 1000;

/** Follows the file to which the processes of a command report. */
export function followReport(hub: Hub, entry: ViewCommand, file: string): FollowedReport {
  const processes = createProcessTable(entry.id);
  const openLines = createOpenLines();
  const tail = tailReport(file, line => {
    openLines.add(line);
    processes.add(line);
    if (line.event !== 'terminal-line') hub.touchProcesses();
  });
  const timer = setInterval(() => processes.look() && hub.touchProcesses(), LOOK_INTERVAL_MS);
  timer.unref();
  hub.setProcesses(entry.id, processes.all);
  return {
    isLineOpen() {
      tail.read();
      return openLines.any();
    },
    end() {
      clearInterval(timer);
      tail.stop();
      tail.read();
      processes.look();
      hub.touchProcesses();
    },
  };
}

interface Run {
  readonly command: Command;
  readonly env: NodeJS.ProcessEnv;
  readonly plan: Plan;
  readonly report: FollowedReport;
}

/** Runs the command as a child that has this process's stdio and signals. */
export async function runUnder(
  hub: Hub,
  entry: ViewCommand,
  { command, env, plan, report }: Run,
): Promise<Exclude<Ending, { kind: 'not-started' }> | NotStarted> {
  hub.setCommand(entry);
  const { spawn } = await import('../../launch/spawn.ts');
  const inheritance = plan.launch === 'spawn' ? plan : { descriptors: [], channel: undefined };
  const ending = await spawn(command, env, inheritance);
  report.end();
  if (ending.kind === 'not-started') return notSpawned(command.file, ending.errorCode);
  hub.setCommand(endEntry(entry, ending));
  return ending;
}
