import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort, untilItWorks } from './servers.ts';

/** A server of its own for one test file, on the loopback interface. */
export interface MessageServer {
  readonly url: string;
  close(): Promise<void>;
}

export const NATS_SERVER = { path: findProgram('nats-server', ['/usr/sbin']), package: 'nats-server' };

export const MOSQUITTO = { path: findProgram('mosquitto', ['/usr/sbin']), package: 'mosquitto' };

/** Starts NATS with its streams. */
export async function startNats(): Promise<MessageServer> {
  const folder = mkdtempSync(join(tmpdir(), 'nats-'));
  const server = await start(
    NATS_SERVER.path ?? '',
    port => ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', folder],
    'nats',
  );
  return {
    ...server,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts Mosquitto, which listens on the loopback interface alone where it is told no more than a port. */
export function startMosquitto(): Promise<MessageServer> {
  return start(MOSQUITTO.path ?? '', port => ['-p', String(port)], 'mqtt');
}

async function start(
  program: string,
  parameters: (port: number) => readonly string[],
  scheme: string,
): Promise<MessageServer> {
  const port = await freePort();
  const server = spawn(program, parameters(port), { stdio: 'ignore' });
  const ended = new Promise(resolve => server.once('exit', resolve));
  await untilItWorks(() => reach(port));
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    async close() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    }).on('error', reject);
  });
}
