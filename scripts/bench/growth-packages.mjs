import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import semver from 'semver';
import { bundledInstrumentations } from '../build/bundled-instrumentations.mjs';
import { start } from './child.mjs';
import { nodeCommand, PEERS } from './peers.mjs';
import { interleave } from './rounds.mjs';
import { line, median } from './statistics.mjs';

const COUNTS = [0, 10, 40];

/** A package that has anything an instrumentation looks for. */
const ANYTHING = `const anything = () => new Proxy(class {}, {
  get: (target, key) => (key in target || typeof key !== 'string' ? target[key] : (target[key] = anything())),
});
module.exports = anything();
`;

/** The cost of a start by the number of packages with an instrumentation: only installed, and loaded. */
export async function growthByPackages({ rounds, node, env, folders, collector }) {
  for (const peer of PEERS) for (const count of COUNTS) layOut(join(folders[peer], `with-${count}`), count);
  const rows = [];
  for (const [mode, what] of [
    ['leave', 'installed'],
    ['load', 'loaded'],
  ]) {
    const points = Object.fromEntries(PEERS.map(peer => [peer, []]));
    for (const count of COUNTS) {
      const { cpu } = await interleave(rounds, async peer => {
        const argv = nodeCommand(peer, node, [`with-${count}/packages.cjs`, mode]);
        const program = start({ argv, env, cwd: folders[peer] });
        const report = await program.next();
        await program.ended;
        return { cpu: report.cpu / 1000 };
      });
      for (const peer of PEERS) points[peer].push([count, median(cpu[peer])]);
      rows.push({
        id: `packages-${mode}-${count}`,
        what: `Start with ${count} packages ${what}: CPU time`,
        unit: 'ms',
        values: cpu,
      });
    }
    rows.at(-1).note =
      `each package ${what} costs ${PEERS.map(peer => slope(peer, points[peer])).join(', ')}`;
  }
  await collector.take();
  return rows;
}

function slope(peer, points) {
  const { slope: perPackage, explained } = line(points);
  return `${peer} ${perPackage.toFixed(2)} ms (r² ${explained.toFixed(2)})`;
}

/** The first packages with an instrumentation, up to a number, each in the oldest supported version. */
function layOut(folder, count) {
  const targets = bundledInstrumentations()
    .flatMap(({ targets }) => Object.entries(targets))
    .filter(([name]) => !builtinModules.includes(name));
  const packages = [...new Map(targets)].slice(0, count);
  if (packages.length < count)
    throw new Error(`there are instrumentations for ${packages.length} packages only`);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  for (const file of ['packages.cjs', 'usage.cjs']) cpSync(join(folder, '..', file), join(folder, file));
  for (const [name, [range]] of packages) {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    const version = semver.minVersion(range)?.version ?? '1.0.0';
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version, main: 'index.js' }));
    writeFileSync(join(place, 'index.js'), ANYTHING);
  }
}
