import { openSync } from 'node:fs';
import { OTEL_RUN } from './package-under-test.ts';
import type { RunOptions } from './processes.ts';

/** One way in which otel-run starts a command under one Node.js. */
export interface Launch {
  readonly title: string;
  readonly node: string;
  readonly launch: 'exec' | 'spawn';
  /** What the run, and the bare one beside it, needs to be launched in this way. */
  readonly options: RunOptions;
}

const NODES = [{ version: process.versions.node, path: process.execPath }];

/** A descriptor that would be lost rules out to start the command in place of otel-run. */
const DESCRIPTOR = openSync('/dev/null', 'r');

/** Every way there is: in place of otel-run where Node.js can, and as its child. */
export const LAUNCHES: readonly Launch[] = NODES.flatMap(({ version, path }) => {
  const inPlace = { title: `in place of otel-run, Node.js ${version}`, launch: 'exec', options: {} } as const;
  const asChild = {
    title: `as a child of otel-run, Node.js ${version}`,
    launch: 'spawn',
    options: canExec(version) ? { descriptors: [DESCRIPTOR] } : {},
  } as const;
  const launches = canExec(version) ? [inPlace, asChild] : [asChild];
  return launches.map(launch => ({ ...launch, node: path }));
});

/** The argument list that runs a command by otel-run. */
export function launchedBy({ node }: Launch, argv: readonly string[]): string[] {
  return [node, OTEL_RUN, '--service', 'launched', '--', ...argv];
}

/** `process.execve` is there since 22.15 and 23.11. */
function canExec(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 22 && minor >= 15) || (major === 23 && minor >= 11) || major >= 24;
}
