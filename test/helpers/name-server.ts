import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A name server, and files below /etc that lead to it, for processes that are started with `argv`. */
export interface NameServer {
  /** The command line that runs another one, where its name server is this one and its hosts file is as given. */
  argv(command: readonly string[]): string[];
  close(): Promise<void>;
}

/** Answers every name that begins so with 127.0.0.1, is silent about some, and knows no others. */
interface Zone {
  readonly known: readonly string[];
  readonly silent: readonly string[];
  readonly search?: string;
  readonly hosts?: string;
}

const NO_SUCH_NAME = 3;
const TYPE_A = 1;

/** Mounts of its own let a process have a resolv.conf of its own. */
export const canServeNames: boolean = (() => {
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

/** Starts a name server on an address of the loopback interface that no other test uses. */
export async function startNameServer({ known, silent, search = '', hosts = '' }: Zone): Promise<NameServer> {
  const address = `127.53.${(process.pid >> 8) & 255}.${process.pid & 255}`;
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address: asker }) => {
    const { name, type, end } = readQuestion(query);
    if (silent.includes(name)) return;
    const answers =
      known.includes(name) && type === TYPE_A
        ? [[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]]
        : [];
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(0x8180 | (known.includes(name) ? 0 : NO_SUCH_NAME), 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(answers.length, 6);
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers.map(Buffer.from)]), port, asker);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, address, resolve);
  });
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  writeFileSync(join(folder, 'resolv.conf'), `nameserver ${address}\n${search && `search ${search}\n`}`);
  writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost\n${hosts}\n`);
  const mount = ['resolv.conf', 'hosts']
    .map(file => `mount --bind ${join(folder, file)} /etc/${file}`)
    .join(' && ');
  return {
    argv: command => ['unshare', '-m', 'sh', '-c', `${mount} && exec "$@"`, 'sh', ...command],
    close: async () => {
      rmSync(folder, { recursive: true });
      await new Promise<void>(resolve => socket.close(() => resolve()));
    },
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]; length; length = query[at]) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}
