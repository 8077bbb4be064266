import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { type FaultyCollector, neverAnswer, startFaultyCollector } from '../helpers/faulty-collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';
import { describeWith } from '../helpers/servers.ts';

/** Debian's package `faketime` fakes the clocks of a process, the monotonic one included. */
const LIBRARY = findLibrary();

/** What becomes of the clocks of the process. */
const CLOCKS = [
  { clocks: 'all stand still', FAKETIME: '2020-01-01 00:00:00' },
  { clocks: 'the date stands still', FAKETIME: '2020-01-01 00:00:00', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
  { clocks: 'all are ten days late', FAKETIME: '-10d' },
  { clocks: 'all are ten years early', FAKETIME: '+10y' },
  { clocks: 'the date runs a hundred times faster', FAKETIME: '+0 x100', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
  { clocks: 'the date steps ten seconds', FAKETIME: '+0 i10.0', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
];

const CASES = CLOCKS.flatMap(row => ['itself', 'exit'].map(ending => ({ ...row, ending })));

let collector: Collector;
let silent: FaultyCollector;
beforeAll(async () => {
  collector = await startCollector();
  silent = await startFaultyCollector(neverAnswer);
});
afterAll(() => Promise.all([collector.close(), silent.close()]));

for (const { path, version } of nodes()) {
  describeWith({ path: LIBRARY, package: 'faketime' }, `clocks of Node.js ${version} under faketime`, () => {
    it.concurrent.each(CASES)('$clocks, a process ends as bare by $ending, and has delivered', async row => {
      const { clocks, ending, ...faked } = row;
      const argv = [path, 'replaced/run.cjs', 'process', 'process.emit: passing events on', ending];
      const service = `faked-${clocks}-${ending}-${version}`;
      const fake = { ...faked, LD_PRELOAD: LIBRARY };
      const undeliverable = { ...silent.environment(service), OTEL_RUN_FLUSH_TIMEOUT: '500' };

      const [bare, delivered, undelivered] = await Promise.all([
        run(argv, { env: fake }),
        run(argv, { env: { ...preloaded(collector.environment(service)), ...fake } }),
        run(argv, { env: { ...preloaded(undeliverable), ...fake } }),
      ]);

      expect(delivered).toEqual(bare);
      expect({ ...undelivered, stderr: '' }).toEqual(bare);
      await collector.waitFor(service, ({ spans }) => spans.length === 4);
    });
  });
}

/** Undefined where it is not installed. */
function findLibrary(): string | undefined {
  const places = listed('/usr/lib').map(folder => `${folder}/faketime`);
  return places.flatMap(listed).find(file => file.endsWith('/libfaketimeMT.so.1'));
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map(name => `${folder}/${name}`);
  } catch {
    return [];
  }
}
