import { basename } from 'node:path';
import { canReadTree, listeningPorts, readTree, type TreeProcess } from './process-tree.ts';

/** What was seen of a command's processes while it ran. */
export interface TreeWatch {
  /** Whether this system shows processes at all. */
  readonly works: boolean;
  /** Looks now; it is looked at regularly anyway. Returns the processes that are there. */
  look(): readonly TreeProcess[];
  /** Ports that any process of the tree listened on, with those processes. */
  readonly ports: ReadonlyMap<number, ReadonlySet<number>>;
  /** Node.js processes that lived long enough for a preload to have run in them. */
  nodeProcesses(): readonly TreeProcess[];
  stop(): void;
}

const INTERVAL_MS = 100;

/** A process shows its parent's program between fork and exec, and a short-lived one may be gone before its preload. */
const LOOKS_TO_COUNT = 4;

/** Watches a command and all its descendants. */
export function watchTree(root: number): TreeWatch {
  const works = canReadTree();
  const seen = new Map<number, { process: TreeProcess; looks: number }>();
  const ports = new Map<number, Set<number>>();

  function look(): readonly TreeProcess[] {
    if (!works) return [];
    const members = readTree(root, new Set(seen.keys()));
    for (const member of members) {
      const looks = isNode(member) ? (seen.get(member.pid)?.looks ?? 0) + 1 : 0;
      seen.set(member.pid, { process: member, looks });
    }
    for (const [pid, own] of listeningPorts(members)) {
      for (const port of own) ports.set(port, (ports.get(port) ?? new Set()).add(pid));
    }
    return members;
  }

  const timer = setInterval(look, INTERVAL_MS);
  timer.unref();
  return {
    works,
    look,
    ports,
    nodeProcesses: () =>
      [...seen.values()].filter(({ looks }) => looks >= LOOKS_TO_COUNT).map(({ process }) => process),
    stop: () => clearInterval(timer),
  };
}

function isNode({ executable }: TreeProcess): boolean {
  return /^node(?:js)?[\d.-]*(?: \(deleted\))?$/.test(basename(executable));
}
