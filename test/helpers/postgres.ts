import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { findProgram, freePort, unprivilegedUser, untilItWorks } from './servers.ts';

/** A PostgreSQL of its own for one test file, on the loopback interface. */
export interface Postgres {
  /** Variables that `pg` and `psql` read. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Where Debian and its descendants put PostgreSQL, a folder for each major version. */
const DEBIAN = '/usr/lib/postgresql';

/** The newest `initdb`, beside which `postgres` is. */
export const INITDB = {
  path: findProgram(
    'initdb',
    readFolders(DEBIAN).map(version => join(DEBIAN, version, 'bin')),
  ),
  package: 'postgresql',
};

/** Starts a server with a database of its own, and waits until it answers. */
export async function startPostgres(database = 'postgres'): Promise<Postgres> {
  const initdb = INITDB.path ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-postgres-'));
  const user = unprivilegedUser();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initialize = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  execFileSync(initdb, initialize, { ...user, cwd: folder, stdio: 'ignore' });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'];
  const server = spawn(
    join(dirname(initdb), 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap(setting => ['-c', setting])],
    { ...user, cwd: folder, stdio: 'ignore' },
  );
  const ended = new Promise(resolve => server.once('exit', resolve));
  const environment = {
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: 'postgres',
    PGDATABASE: database,
  };
  await untilItWorks(() => query(port, 'select 1'));
  if (database !== 'postgres') await query(port, `create database ${database}`);
  return {
    environment,
    async close() {
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function query(port: number, statement: string): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  await client.query(statement);
  await client.end();
}

function readFolders(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path).sort((one, other) => Number(other) - Number(one)) : [];
}
