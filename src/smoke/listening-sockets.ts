import { readdirSync, readFileSync } from 'node:fs';
import { readLink, type TreeProcess } from './process-tree.ts';

/** A TCP socket that waits for connections. */
export interface ListeningSocket {
  readonly port: number;
  /** Where it is asked, as a URL writes it. */
  readonly host: string;
}

const LISTEN = '0A';

/** proc(5): addresses are words of 32 bits, each in the byte order of the machine. */
const WORD = /.{8}/g;

/** The sockets on which processes listen, by process. What was listened on first comes first. */
export function listeningSockets(processes: readonly TreeProcess[]): Map<number, ListeningSocket[]> {
  const sockets = new Map<number, ListeningSocket[]>();
  for (const { pid } of processes) {
    const inodes = socketInodes(pid);
    const all = inodes.size === 0 ? [] : readSockets(pid);
    const own = [...inodes].flatMap(inode => all.filter(socket => socket.inode === inode));
    if (own.length > 0) sockets.set(pid, own);
  }
  return sockets;
}

function socketInodes(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`;
  try {
    const targets = readdirSync(folder).map(name => readLink(`${folder}/${name}`));
    return new Set(targets.flatMap(target => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
  } catch {
    return new Set();
  }
}

/** The sockets that listen in a process's network namespace: proc(5), `/proc/net/tcp`. */
function readSockets(pid: number): (ListeningSocket & { inode: string })[] {
  return ['tcp', 'tcp6'].flatMap(table => {
    try {
      const lines = readFileSync(`/proc/${pid}/net/${table}`, 'latin1').split('\n').slice(1);
      return lines.flatMap(line => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        const [address = '', port = ''] = local.split(':');
        return state === LISTEN ? [{ port: Number.parseInt(port, 16), host: readHost(address), inode }] : [];
      });
    } catch {
      return [];
    }
  });
}

/**
 * The host that reaches an address. All addresses of a machine are reached by the usual one.
 *
 * @param address 8 or 32 hexadecimal digits
 */
function readHost(address: string): string {
  const bytes = (address.match(WORD) ?? []).flatMap(word => [...Buffer.from(word, 'hex').reverse()]);
  if (bytes.every(byte => byte === 0)) return '127.0.0.1';
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname;
}
