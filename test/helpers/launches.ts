import { openSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { isAtLeast, type Node, nodes } from './nodes.ts';
import { OTEL_RUN } from './package-under-test.ts';
import type { RunOptions } from './processes.ts';

/** One way in which otel-run starts a command under one Node.js. */
export interface Launch {
  readonly title: string;
  readonly node: string;
  readonly launch: 'exec' | 'spawn';
  /** What the run, and the bare one beside it, needs to be launched in this way. `node` in PATH is this Node.js. */
  readonly options: RunOptions;
}

/** The service name of every command that is launched. */
export const SERVICE = 'launched';

/** A descriptor that would be lost rules out to start the command in place of otel-run. */
const DESCRIPTOR = openSync('/dev/null', 'r');

/** Every way there is: in place of otel-run where Node.js can, and as its child. */
export const LAUNCHES: readonly Launch[] = nodes().flatMap(node => {
  const { version, path } = node;
  const inPlace = { title: `in place of otel-run, Node.js ${version}`, launch: 'exec', options: {} } as const;
  const asChild = {
    title: `as a child of otel-run, Node.js ${version}`,
    launch: 'spawn',
    options: canExec(node) ? { descriptors: [DESCRIPTOR] } : {},
  } as const;
  const launches = canExec(node) ? [inPlace, asChild] : [asChild];
  const env = { PATH: [dirname(path), process.env.PATH].join(delimiter) };
  return launches.map(launch => ({ ...launch, node: path, options: { ...launch.options, env } }));
});

/** The argument list that runs a command by otel-run. */
export function launchedBy({ node }: Launch, argv: readonly string[]): string[] {
  return [node, OTEL_RUN, '--service', SERVICE, '--', ...argv];
}

/** `process.execve` is there since 22.15, in the line between since 23.11. */
function canExec(node: Node): boolean {
  return isAtLeast(node, 23, 11) || (isAtLeast(node, 22, 15) && !isAtLeast(node, 23));
}
