import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';

/** What doctor finds out about the process that would run. */
export interface ProcessFacts {
  readonly node: { readonly version: string; readonly supported: boolean };
  /** Whether the command would replace otel-run or be its child. */
  readonly launch: 'exec' | 'spawn';
  /** Whether this is the first process of a container, without an init above it. */
  readonly pid1: boolean;
  /** Bytes that the container may use, null if there is no limit. */
  readonly memoryLimit: number | null;
  /** Whether neither the working directory nor the folder for temporary files is writable. */
  readonly readOnlyFileSystem: boolean;
}

/** Reads the facts of this process. */
export function processFacts(launch: ProcessFacts['launch'], folder: string): ProcessFacts {
  return {
    node: { version: process.version, supported: nodeSupport(process.versions.node) === 'supported' },
    launch,
    pid1: process.pid === 1,
    memoryLimit: memoryLimit(process.constrainedMemory()),
    readOnlyFileSystem: !isWritable(folder) && !isWritable(tmpdir()),
  };
}

/**
 * How well otel-run works on a Node.js version: on release lines it is tested on, on untested lines, and on
 * those where the application runs without telemetry.
 *
 * @param version `20.19.0`, without the `v`
 */
export function nodeSupport(version: string): 'supported' | 'untested' | 'refused' {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) return 'refused';
  const isTested = major === 20 || (major === 22 && minor >= 15) || major >= 24;
  return isTested ? 'supported' : 'untested';
}

/** Without a limit Node.js returns 0, or a number larger than any machine's memory (cgroup v1). */
function memoryLimit(bytes: number | undefined): number | null {
  return bytes && bytes < 2 ** 50 ? bytes : null;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
