import type { ListeningProcess } from '../checks/facts.ts';

/** A process that listens, and how many parents there are between it and the command. */
export interface Listener extends ListeningProcess {
  /** 0 is the command itself. */
  readonly depth: number;
}

/** Ports on which nobody asks for what an application does: the inspector's, the Prometheus exporter's. */
const AUXILIARY = [9229, 9230, 9464];

/**
 * What serves requests among what listens: the process nearest the command, of several the one that started first.
 *
 * @param env the command's; a port that `PORT` names goes before the process's others
 * @returns the process and the port to ask; undefined where nothing listens
 */
export function chooseListener(
  listeners: readonly Listener[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly listener: Listener; readonly port: number } | undefined {
  const serving = withoutAuxiliary(listeners);
  const [listener] = [...(serving.length > 0 ? serving : listeners)].sort(
    (one, other) => one.depth - other.depth || one.pid - other.pid,
  );
  const port = listener?.ports.find(candidate => String(candidate) === env.PORT) ?? listener?.ports[0];
  return listener && port !== undefined ? { listener, port } : undefined;
}

/** Processes with the ports that are for requests; those that have none are left out. */
export function withoutAuxiliary<Process extends ListeningProcess>(processes: readonly Process[]): Process[] {
  return processes
    .map(process => ({ ...process, ports: process.ports.filter(port => !AUXILIARY.includes(port)) }))
    .filter(({ ports }) => ports.length > 0);
}
