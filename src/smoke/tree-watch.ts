import { basename } from 'node:path';
import type { Listener } from './listening.ts';
import { canReadTree, readTree, type TreeProcess } from './process-tree.ts';
import { createSeenPorts } from './seen-ports.ts';

/** Observations about a command's processes while it ran. */
export interface TreeWatch {
  /** Whether this system shows processes at all. */
  readonly works: boolean;
  /** Looks now, in addition to the regular looks. Returns the current processes. */
  look(): readonly TreeProcess[];
  /** Ports that processes of the tree listened on, with those processes. */
  readonly ports: ReadonlyMap<number, ReadonlySet<number>>;
  /** Where a port is asked, as a URL writes it. */
  hostOf(port: number): string;
  /** What listened at the last look. */
  listeners(): readonly Listener[];
  /** Node.js processes at the last look, with their distance from the command. */
  liveNodes(): readonly (TreeProcess & { readonly depth: number })[];
  /** Node.js processes that lived long enough for a preload to run in them. */
  nodeProcesses(): readonly TreeProcess[];
  stop(): void;
}

const INTERVAL_MS = 50;

/** A process seen this often has run its preload, whose first line runs after about 20 ms. */
const LOOKS_TO_COUNT = 2;

/**
 * Between fork and exec a process still shows its parent's program and arguments.
 * On a busy machine that takes long.
 */
const LOOKS_TO_COUNT_LIKE_PARENT = 10;

/** Watches a command and all its descendants. */
export function watchTree(root: number): TreeWatch {
  const works = canReadTree();
  const seen = new Map<number, { process: TreeProcess; looks: number; depth: number }>();
  const seenPorts = createSeenPorts();
  let live: readonly TreeProcess[] = [];

  function look(): readonly TreeProcess[] {
    if (!works) return [];
    const members = readTree(root, new Set(seen.keys()));
    for (const member of members) {
      const looks = isNode(member) ? (seen.get(member.pid)?.looks ?? 0) + 1 : 0;
      const depth = seen.get(member.pid)?.depth ?? depthOf(member, members);
      seen.set(member.pid, { process: member, looks, depth });
    }
    live = members;
    seenPorts.look(members);
    return members;
  }

  /** A process whose parent ended gets a new parent, so the depth at first sight is kept. */
  function depthOf({ pid, ppid }: TreeProcess, members: readonly TreeProcess[]): number {
    if (pid === root) return 0;
    const parent = members.find(member => member.pid === ppid);
    return 1 + (seen.get(ppid)?.depth ?? (parent ? depthOf(parent, members) : 0));
  }

  function hasRun({ process, looks }: { readonly process: TreeProcess; readonly looks: number }): boolean {
    const isLikeParent = seen.get(process.ppid)?.process.argv.join('\0') === process.argv.join('\0');
    if (isLikeParent) return looks >= LOOKS_TO_COUNT_LIKE_PARENT;
    // A process that listens runs code of the application. A busy machine may allow only one look at it.
    const hasListened = looks > 0 && [...seenPorts.ports.values()].some(owners => owners.has(process.pid));
    return looks >= LOOKS_TO_COUNT || hasListened;
  }

  const timer = setInterval(look, INTERVAL_MS);
  timer.unref();
  return {
    works,
    look,
    ports: seenPorts.ports,
    hostOf: seenPorts.hostOf,
    listeners: () =>
      [...seenPorts.now()].flatMap(([pid, own]): Listener[] => {
        const { process, depth } = seen.get(pid) ?? {};
        return process && depth !== undefined ? [{ pid, argv: process.argv, ports: own, depth }] : [];
      }),
    liveNodes: () =>
      live.filter(isNode).map(process => ({ ...process, depth: seen.get(process.pid)?.depth ?? 0 })),
    nodeProcesses: () => [...seen.values()].filter(hasRun).map(({ process }) => process),
    stop: () => clearInterval(timer),
  };
}

/** `node --version` ends before any preload would run. */
const RUNS_NOTHING = ['-v', '--version', '-h', '--help', '--v8-options'];

function isNode({ executable, argv: [, option = ''] }: TreeProcess): boolean {
  if (RUNS_NOTHING.includes(option)) return false;
  return /^node(?:js)?[\d.-]*(?: \(deleted\))?$/.test(basename(executable));
}
