import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, freePort, unprivilegedUser, untilItWorks } from './servers.ts';

/** A MariaDB of its own for one test file, on the loopback interface, which asks nobody for a password. */
export interface MariaDb {
  readonly port: number;
  close(): Promise<void>;
}

export const MARIADB = { path: findProgram('mariadbd', ['/usr/sbin']), package: 'mariadb-server' };

/** Starts a server, and waits until it answers. */
export async function startMariaDb(): Promise<MariaDb> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-mariadb-'));
  const user = unprivilegedUser();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const install = [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  execFileSync('mariadb-install-db', install, { ...user, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const settings = {
    datadir: data,
    port: String(port),
    'bind-address': '127.0.0.1',
    socket: join(folder, 'socket'),
    'innodb-flush-log-at-trx-commit': '0',
  };
  const server = spawn(
    MARIADB.path ?? '',
    [
      '--no-defaults',
      '--skip-grant-tables',
      '--skip-networking=0',
      ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    ],
    { ...user, cwd: folder, stdio: 'ignore' },
  );
  const ended = new Promise(resolve => server.once('exit', resolve));
  await untilItWorks(() => greeting(port));
  return {
    port,
    async close() {
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** A server that is ready greets each connection. */
async function greeting(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'data');
  } finally {
    socket.destroy();
  }
}
