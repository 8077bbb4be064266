import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { findProgram, freePort, untilItWorks } from './servers.ts';

/** A memcached of its own for one test file, on the loopback interface. */
export interface Memcached {
  /** `host:port`. */
  readonly address: string;
  close(): Promise<void>;
}

export const MEMCACHED = { path: findProgram('memcached', ['/usr/bin']), package: 'memcached' };

/** Starts a server, and waits until it answers. */
export async function startMemcached(): Promise<Memcached> {
  const port = await freePort();
  const server = spawn(
    MEMCACHED.path ?? '',
    ['-u', 'nobody', '-l', '127.0.0.1', '-p', String(port), '-U', '0'],
    {
      stdio: 'ignore',
    },
  );
  const ended = new Promise(resolve => server.once('exit', resolve));
  await untilItWorks(async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  });
  return {
    address: `127.0.0.1:${port}`,
    async close() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}
