import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findProgram, freePort, untilItWorks } from './servers.ts';

/** A Redis of its own for one test file, on the loopback interface, which keeps nothing. */
export interface RedisServer {
  readonly port: number;
  close(): Promise<void>;
}

export const REDIS_SERVER = { path: findProgram('redis-server'), package: 'redis-server' };

/** Starts a server, and waits until it answers. */
export async function startRedis(program = REDIS_SERVER.path ?? ''): Promise<RedisServer> {
  return startServer(program, { save: '""', appendonly: 'no' });
}

/** Starts a sentinel that watches one server, which it calls `shop`. */
export async function startSentinel({ port }: RedisServer): Promise<RedisServer> {
  return startServer(REDIS_SERVER.path ?? '', { 'sentinel monitor': `shop 127.0.0.1 ${port} 1` }, [
    '--sentinel',
  ]);
}

/** A sentinel has its settings in a file, and writes to it. */
async function startServer(
  program: string,
  own: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-redis-'));
  const port = await freePort();
  const settings = { port: String(port), bind: '127.0.0.1', dir: folder, ...own };
  const file = join(folder, 'server.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  writeFileSync(file, lines.join(''));
  const server = spawn(program, [file, ...options], { stdio: 'ignore' });
  const ended = new Promise(resolve => server.once('exit', resolve));
  await untilItWorks(() => ping(port));
  return {
    port,
    async close() {
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function ping(port: number): Promise<void> {
  const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}
