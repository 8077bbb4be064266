import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * The file that a view writes into a folder of its user, so that other commands
 * of that user can find and verify it.
 */
export interface Lease {
  readonly port: number;
  readonly pid: number;
  /** Known only to its user. */
  readonly token: string;
  readonly startTimeMs: number;
}

/** Only this user can read and write it. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Records that a view serves a port. Returns a function that removes the record. If
 * it cannot be written, no view joins.
 */
export function writeLease(port: number, env: NodeJS.ProcessEnv): { readonly lease: Lease; release(): void } {
  const lease = { port, pid: process.pid, token: randomBytes(32).toString('hex'), startTimeMs: Date.now() };
  const file = join(folderOf(env), `${port}.json`);
  try {
    mkdirSync(folderOf(env), { recursive: true, mode: FOLDER_MODE });
    if (isOurs(folderOf(env))) writeFileSync(file, JSON.stringify(lease), { mode: FILE_MODE });
  } catch {
    // The view works without a writable folder.
  }
  return {
    lease,
    release() {
      if (readLease(file)?.token === lease.token) rmSync(file, { force: true });
    },
  };
}

/** The view that claims to serve a port; undefined if none does. Its proof tells whether it still does. */
export function leaseOf(port: number, env: NodeJS.ProcessEnv): Lease | undefined {
  return isOurs(folderOf(env)) ? readLease(join(folderOf(env), `${port}.json`)) : undefined;
}

/** Every lease of this user, the newest first. */
export function allLeases(env: NodeJS.ProcessEnv): Lease[] {
  if (!isOurs(folderOf(env))) return [];
  const leases = readdirSync(folderOf(env)).flatMap(name => readLease(join(folderOf(env), name)) ?? []);
  return leases.sort((one, other) => other.startTimeMs - one.startTimeMs);
}

/** Proves knowledge of a token without revealing it. */
export function proofOf(token: string, challenge: string): string {
  return createHmac('sha256', token).update(`otel-run view ${challenge}`).digest('hex');
}

/** Compares strings in constant time. */
export function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}

function folderOf(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_RUNTIME_DIR || tmpdir(), `otel-run-view-${userInfo().uid}`);
}

/**
 * In a folder that everyone can write to, another user may have created it. Windows
 * has separate folders for each user.
 */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return false;
  if (process.platform === 'win32') return true;
  return found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}

function readLease(file: string): Lease | undefined {
  try {
    const { port, pid, token, startTimeMs } = JSON.parse(readFileSync(file, 'utf8'));
    const isLease = Number.isInteger(port) && Number.isInteger(pid) && typeof token === 'string';
    return isLease ? { port, pid, token, startTimeMs: Number(startTimeMs) } : undefined;
  } catch {
    return undefined;
  }
}
