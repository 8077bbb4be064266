import type { ViewProcess } from './model/processes.ts';
import type { ViewCommand } from './model/status.ts';

/** Reads the processes of a command. `serviceOf` finds the name of a service by its instance id. */
export type ProcessSource = (serviceOf: (instanceId: string) => string | null) => readonly ViewProcess[];

/** The commands that a view shows, with their processes. */
export interface CommandTable {
  commands(): readonly ViewCommand[];
  processes: ProcessSource;
  /** Stores a new or changed command. */
  setCommand(command: ViewCommand): void;
  /** Sets the source of a command's processes. */
  setProcesses(commandId: string, source: ProcessSource): void;
}

/** Commands of joined views stay on the page after they end. */
const MOST_COMMANDS = 50;

export function createCommandTable(): CommandTable {
  const commands = new Map<string, ViewCommand>();
  const sources = new Map<string, ProcessSource>();

  function dropOne(): void {
    const all = [...commands.values()];
    const dropped = all.find(({ ended }) => ended !== null) ?? all[0];
    if (!dropped) return;
    commands.delete(dropped.id);
    sources.delete(dropped.id);
  }

  return {
    commands: () => [...commands.values()],
    processes: serviceOf => [...sources.values()].flatMap(source => source(serviceOf)),
    setCommand(command) {
      commands.set(command.id, command);
      if (commands.size > MOST_COMMANDS) dropOne();
    },
    setProcesses: (commandId, source) => void sources.set(commandId, source),
  };
}
