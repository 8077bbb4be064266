import { readdirSync, readFileSync } from 'node:fs';
import { readLink, type TreeProcess } from './process-tree.ts';

/** A TCP socket that waits for connections. */
export interface ListeningSocket {
  readonly port: number;
  /** Where it can be asked, as a URL writes it: the next one only if nothing listens on the one before. */
  readonly hosts: readonly string[];
}

/** A line of a table of sockets. */
interface Entry {
  readonly port: number;
  readonly inode: string;
  readonly address: Buffer;
}

const LISTEN = '0A';

/** Reaches a socket on all addresses. */
export const USUAL_HOST = '127.0.0.1';

/** proc(5): addresses are words of 32 bits, each in the byte order of the machine. */
const WORD = /.{8}/g;

/** The sockets on which processes listen, by process. What was listened on first comes first. */
export function listeningSockets(processes: readonly TreeProcess[]): Map<number, ListeningSocket[]> {
  const sockets = new Map<number, ListeningSocket[]>();
  for (const { pid } of processes) {
    const inodes = socketInodes(pid);
    const all = inodes.size === 0 ? [] : readSockets(pid);
    const own = [...inodes].flatMap(inode => all.filter(socket => socket.inode === inode));
    const foreign = all.filter(({ inode }) => !inodes.has(inode));
    if (own.length > 0)
      sockets.set(
        pid,
        own.map(entry => ({ port: entry.port, hosts: hostsOf(entry, foreign) })),
      );
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
function readSockets(pid: number): Entry[] {
  return ['tcp', 'tcp6'].flatMap(table => {
    try {
      const lines = readFileSync(`/proc/${pid}/net/${table}`, 'latin1').split('\n').slice(1);
      return lines.flatMap(line => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        const [address = '', port = ''] = local.split(':');
        return state === LISTEN
          ? [{ port: Number.parseInt(port, 16), address: readBytes(address), inode }]
          : [];
      });
    } catch {
      return [];
    }
  });
}

/** @param address 8 or 32 hexadecimal digits */
function readBytes(address: string): Buffer {
  return Buffer.concat((address.match(WORD) ?? []).map(word => Buffer.from(word, 'hex').reverse()));
}

/**
 * The hosts that reach a socket. The tables do not show whether a socket on all addresses of IPv6 takes those of IPv4
 * as well. If another socket has the port there, it does not.
 */
function hostsOf({ port, address }: Entry, foreign: readonly Entry[]): readonly string[] {
  if (address.some(byte => byte !== 0)) return [literal(address)];
  if (address.length === 4) return [USUAL_HOST];
  const isTaken = foreign.some(other => other.port === port && reachesUsualHost(other.address));
  return isTaken ? ['[::1]'] : [USUAL_HOST, '[::1]'];
}

/** All addresses of IPv4, or the usual one. */
function reachesUsualHost(address: Buffer): boolean {
  return address.length === 4 && (address.every(byte => byte === 0) || literal(address) === USUAL_HOST);
}

function literal(address: Buffer): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: 8 }, (_, at) => address.readUInt16BE(2 * at).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname;
}
