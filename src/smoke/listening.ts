import type { ListeningProcess } from '../checks/facts.ts';

/** A process that listens, and its distance from the command. */
export interface Listener extends ListeningProcess {
  /** 0 is the command itself. */
  readonly depth: number;
}

/** Ports that do not serve the application: those of the inspector and the Prometheus exporter. */
const AUXILIARY = [9229, 9230, 9464];

/**
 * The listening process that serves requests: the one closest to the
 * command, or the first started of several.
 *
 * @param env the command's; the port in `PORT` is preferred to other ports of the process
 * @returns the process and the port for requests; undefined if nothing listens
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

/** Processes with their ports for requests; processes without any are left out. */
export function withoutAuxiliary<Process extends ListeningProcess>(processes: readonly Process[]): Process[] {
  return processes
    .map(process => ({ ...process, ports: process.ports.filter(port => !AUXILIARY.includes(port)) }))
    .filter(({ ports }) => ports.length > 0);
}
