import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process of a tree, as reported by the system. */
export interface TreeProcess {
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  /** Absolute path of its program, '' if it cannot be read. */
  readonly executable: string;
  /** proc(5): `R` is running or runnable, `S` sleeps. */
  readonly state: string;
  /** CPU time in clock ticks. */
  readonly ticks: number;
}

/** Field positions in `/proc/<pid>/stat`, counted from the state. */
const [USER_TIME, SYSTEM_TIME] = [11, 12];

/**
 * A process and its descendants, in no particular order. Works only on Linux; empty elsewhere.
 *
 * @param seen descendants that were seen before: a process whose parent ended has a new parent
 */
export function readTree(root: number, seen: ReadonlySet<number> = new Set()): TreeProcess[] {
  const all = listPids().flatMap(pid => readStat(pid) ?? []);
  const members = new Set([root, ...seen]);
  let grew = true;
  while (grew) {
    const before = members.size;
    for (const { pid, ppid } of all) if (members.has(ppid)) members.add(pid);
    grew = members.size > before;
  }
  return all
    .filter(({ pid }) => members.has(pid))
    .map(stat => ({ ...stat, argv: readArgv(stat.pid), executable: readLink(`/proc/${stat.pid}/exe`) }));
}

/** Whether the system shows processes and their sockets. */
export function canReadTree(): boolean {
  return process.platform === 'linux' && listPids().length > 0;
}

function listPids(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** proc(5): the name may contain anything, even spaces and brackets. A zombie is left out. */
function readStat(pid: number): Omit<TreeProcess, 'argv' | 'executable'> | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', ppid] = fields;
    const ticks = Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME]);
    return state === 'Z' ? undefined : { pid, ppid: Number(ppid), state, ticks };
  } catch {
    return undefined;
  }
}

function readArgv(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** Where a symbolic link leads, '' where it cannot be read. */
export function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
