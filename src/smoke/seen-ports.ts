import { listeningSockets, USUAL_HOST } from './listening-sockets.ts';
import type { TreeProcess } from './process-tree.ts';

/** Ports that any process of a tree listened on, and what listened at the last look. */
export interface SeenPorts {
  look(members: readonly TreeProcess[]): void;
  /** All that were seen, with the processes. */
  readonly ports: ReadonlyMap<number, ReadonlySet<number>>;
  /** Where a port can be asked, as a URL writes it. */
  hostsOf(port: number): readonly string[];
  /** The ports of each process, at the last look. */
  now(): ReadonlyMap<number, readonly number[]>;
}

/** Remembers ports from look to look. */
export function createSeenPorts(): SeenPorts {
  const ports = new Map<number, Set<number>>();
  const hosts = new Map<number, readonly string[]>();
  let listening: ReadonlyMap<number, readonly number[]> = new Map();
  return {
    look(members) {
      const sockets = [...listeningSockets(members)];
      for (const [pid, own] of sockets) {
        for (const { port, hosts: reaching } of own) {
          ports.set(port, (ports.get(port) ?? new Set()).add(pid));
          hosts.set(port, reaching);
        }
      }
      listening = new Map(sockets.map(([pid, own]) => [pid, [...new Set(own.map(({ port }) => port))]]));
    },
    ports,
    hostsOf: port => hosts.get(port) ?? [USUAL_HOST],
    now: () => listening,
  };
}
