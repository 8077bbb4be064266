import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
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
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-redis-'));
  const port = await freePort();
  const settings = { port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no', dir: folder };
  const server = spawn(
    program,
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    { stdio: 'ignore' },
  );
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
