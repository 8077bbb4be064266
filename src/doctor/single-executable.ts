import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Finding, finding } from '../config/finding.ts';
import { LIBRARY_MARKS } from './library-marks.ts';

/**
 * The mark that Node.js looks for in its own binary: `1` if an application was
 * injected (deps/postject, `NODE_SEA_FUSE`).
 */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1';

/** Bytes: no build of Node.js is smaller. */
const SMALLEST_NODE = 20 * 1024 * 1024;

/**
 * Whether a command is a single executable application of Node.js, which contains its packages like a bundle.
 */
export function singleExecutableFindings(path: string | undefined): readonly Finding[] {
  const binary = path === undefined ? undefined : readBinary(path);
  if (!binary?.includes(FUSE)) return [];
  const packages = Object.keys(LIBRARY_MARKS).filter(name => binary.includes(LIBRARY_MARKS[name] ?? ''));
  const remedy = "Run the application's files with node.";
  return [
    finding('bundled-application', basename(path ?? ''), {
      bundler: "Node.js's single executable applications",
      packages,
      remedy,
    }),
  ];
}

function readBinary(path: string): Buffer | undefined {
  try {
    return statSync(path).size < SMALLEST_NODE ? undefined : readFileSync(path);
  } catch {
    return undefined;
  }
}
