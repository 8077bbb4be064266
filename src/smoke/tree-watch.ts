import { basename } from 'node:path';
import type { Listener } from './listening.ts';
import { canReadTree, readTree, type TreeProcess } from './process-tree.ts';
import { createSeenPorts } from './seen-ports.ts';

interface SeenProcess {
  readonly process: TreeProcess;
  /** In how many looks it ran Node.js. */
  readonly looks: number;
  /** Its distance from the command at first sight: a process whose parent ended gets a new parent. */
  readonly depth: number;
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
export class TreeWatch {
  /** Whether this system shows processes at all. */
  readonly works = canReadTree();
  readonly #root: number;
  readonly #read: typeof readTree;
  readonly #seen = new Map<number, SeenProcess>();
  readonly #seenPorts = createSeenPorts();
  readonly #timer: NodeJS.Timeout;
  #live: readonly TreeProcess[] = [];

  /**
   * @param root the command's process
   * @param read lists a process and its descendants; the system does by default
   */
  constructor(root: number, read = readTree) {
    this.#root = root;
    this.#read = read;
    this.#timer = setInterval(() => this.look(), INTERVAL_MS);
    this.#timer.unref();
  }

  /** Looks now, in addition to the regular looks. Returns the current processes. */
  look(): readonly TreeProcess[] {
    if (!this.works) return [];
    const members = this.#read(this.#root, new Set(this.#seen.keys()));
    for (const member of members) {
      const known = this.#seen.get(member.pid);
      if (known && isEnding(member)) continue;
      const looks = isNode(member) ? (known?.looks ?? 0) + 1 : 0;
      const depth = known?.depth ?? this.#depthOf(member, members);
      this.#seen.set(member.pid, { process: member, looks, depth });
    }
    this.#live = members;
    this.#seenPorts.look(members);
    return members;
  }

  /** Ports that processes of the tree listened on, with those processes. */
  get ports(): ReadonlyMap<number, ReadonlySet<number>> {
    return this.#seenPorts.ports;
  }

  /** Where a port can be asked, as a URL writes it. */
  hostsOf(port: number): readonly string[] {
    return this.#seenPorts.hostsOf(port);
  }

  /** What listened at the last look. */
  listeners(): readonly Listener[] {
    return [...this.#seenPorts.now()].flatMap(([pid, own]): Listener[] => {
      const { process, depth } = this.#seen.get(pid) ?? {};
      return process && depth !== undefined ? [{ pid, argv: process.argv, ports: own, depth }] : [];
    });
  }

  /** Node.js processes at the last look, with their distance from the command. */
  liveNodes(): readonly (TreeProcess & { readonly depth: number })[] {
    const depthOf = ({ pid }: TreeProcess) => this.#seen.get(pid)?.depth ?? 0;
    return this.#live.filter(isNode).map(process => ({ ...process, depth: depthOf(process) }));
  }

  /** Node.js processes that lived long enough for a preload to run in them. */
  nodeProcesses(): readonly TreeProcess[] {
    return [...this.#seen.values()].filter(seen => this.#hasRun(seen)).map(({ process }) => process);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #depthOf({ pid, ppid }: TreeProcess, members: readonly TreeProcess[]): number {
    if (pid === this.#root) return 0;
    const parent = members.find(member => member.pid === ppid);
    return 1 + (this.#seen.get(ppid)?.depth ?? (parent ? this.#depthOf(parent, members) : 0));
  }

  #hasRun({ process, looks }: SeenProcess): boolean {
    const parent = this.#seen.get(process.ppid)?.process;
    const isLikeParent = parent?.argv.join('\0') === process.argv.join('\0');
    if (isLikeParent) return looks >= LOOKS_TO_COUNT_LIKE_PARENT;
    // A process that listens runs code of the application. A busy machine may allow only one look at it.
    const hasListened = looks > 0 && [...this.ports.values()].some(owners => owners.has(process.pid));
    return looks >= LOOKS_TO_COUNT || hasListened;
  }
}

/** proc(5): the system takes a process's memory, and with it what it ran, before it lists it as a zombie. */
const isEnding = ({ executable }: TreeProcess) => executable === '';

/** `node --version` ends before any preload would run. */
const RUNS_NOTHING = ['-v', '--version', '-h', '--help', '--v8-options'];

function isNode({ executable, argv: [, option = ''] }: TreeProcess): boolean {
  if (RUNS_NOTHING.includes(option)) return false;
  return /^node(?:js)?[\d.-]*(?: \(deleted\))?$/.test(basename(executable));
}
