import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A Node.js that processes under test run on. */
export interface Node {
  readonly version: string;
  /** The binary. */
  readonly path: string;
}

/** Where `scripts/fetch-node.mjs` puts them. */
const FETCHED = new URL('../../.nodes', import.meta.url).pathname;

const IN_ORDER = new Intl.Collator('en', { numeric: true });

const RUNNING: Node = { version: process.versions.node, path: process.execPath };

/**
 * The Node.js versions that tests of processes run on: the running one, or what `OTEL_RUN_TEST_NODES` lists, exact
 * versions and lines (`20.19.0,22,24`), which are then fetched already.
 *
 * @throws where one of them is not there, except on a platform that they are not published for
 */
export function nodes(wanted = process.env.OTEL_RUN_TEST_NODES): readonly Node[] {
  if (!wanted) return [RUNNING];
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    process.stderr.write(`OTEL_RUN_TEST_NODES is ignored on ${process.platform}-${process.arch}\n`);
    return [RUNNING];
  }
  return wanted.split(',').map(version => {
    const node = fetchedNode(version.trim());
    if (!node) throw new Error(`Node.js ${version} is not there: node scripts/fetch-node.mjs ${version}`);
    return node;
  });
}

/** The newest fetched Node.js of a version or a line; undefined where there is none. */
export function fetchedNode(wanted: string): Node | undefined {
  const versions = existsSync(FETCHED) ? readdirSync(FETCHED) : [];
  const version = versions
    .filter(candidate => candidate === wanted || candidate.startsWith(`${wanted}.`))
    .sort(IN_ORDER.compare)
    .at(-1);
  return version === undefined ? undefined : { version, path: join(FETCHED, version, 'bin', 'node') };
}

/** Whether a version is at least another, by major and minor. */
export function isAtLeast({ version }: Node, major: number, minor = 0): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
