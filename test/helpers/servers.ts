import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe } from 'vitest';

const PATIENCE = 60_000;

/**
 * Finds a program of a server in folders of its own, then on the PATH.
 *
 * @returns its path, undefined where it is not installed
 */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  const places = [...folders, ...(process.env.PATH ?? '').split(':')];
  return places.map(folder => join(folder, name)).find(existsSync);
}

/** A program of a server, and Debian's package that has it. */
export interface ServerProgram {
  readonly path: string | undefined;
  readonly package: string;
}

/** A suite of tests against a server; where it is not installed, one that is skipped and says how to get it. */
export function describeWith({ path, package: name }: ServerProgram, title: string, suite: () => void): void {
  if (path) {
    describe(title, suite);
    return;
  }
  process.stderr.write(`SKIPPED: ${title}: apt-get install ${name}\n`);
  describe.skip(`${title} (skipped: apt-get install ${name})`, suite);
}

/** Below the ports that systems give to outgoing connections: none of those takes it before it is used. */
const [FIRST_PORT, PORTS] = [15_000, 15_000];

/** A port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
  const server = createServer().listen(port, '127.0.0.1');
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return free ? port : freePort();
}

/** Whom a server runs as that refuses to run as root. */
export function unprivilegedUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid = 0, gid = 0] = ['-u', '-g'].map(flag =>
    Number(execFileSync('id', [flag, 'nobody']).toString()),
  );
  return { uid, gid };
}

/** Tries until it does not fail any more. */
export async function untilItWorks(attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
