import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { allLeases, isSame, type Lease, leaseOf, proofOf } from './lease.ts';

/** Views are on this machine, so one that does not answer at once is busy or has ended. */
const PATIENCE_MS = 2000;

/** The view of this user that serves a port, after it has proved that; undefined if there is none. */
export async function findView(port: number, env: NodeJS.ProcessEnv): Promise<Lease | undefined> {
  const lease = leaseOf(port, env);
  return lease && (await isServed(lease)) ? lease : undefined;
}

/** The view that was started last. */
export async function findNewestView(env: NodeJS.ProcessEnv): Promise<Lease | undefined> {
  for (const lease of allLeases(env)) if (await isServed(lease)) return lease;
  return undefined;
}

/** Asks the server of a port to prove that it knows the token, without revealing the token. */
async function isServed({ port, token }: Lease): Promise<boolean> {
  const challenge = randomBytes(16).toString('hex');
  try {
    const { status, body } = await ask(port, { method: 'GET', path: `/api/join?challenge=${challenge}` });
    return status === 200 && isSame(JSON.parse(body).proof, proofOf(token, challenge));
  } catch {
    return false;
  }
}

export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds to wait for the answer. */
  readonly patienceMs?: number;
}

const LONGEST_ANSWER = 64 * 1024 * 1024;

/** Sends one request to a view on this machine. Rejects if it cannot be reached. */
export function ask(
  port: number,
  { method, path, headers = {}, body, patienceMs = PATIENCE_MS }: Ask,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers, timeout: patienceMs },
      response => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LONGEST_ANSWER) sent.destroy(new Error('the answer is too long'));
          chunks.push(chunk);
        });
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
        response.once('error', reject);
      },
    );
    sent.once('timeout', () => sent.destroy(new Error('no answer')));
    sent.once('error', reject);
    sent.end(body);
  });
}
