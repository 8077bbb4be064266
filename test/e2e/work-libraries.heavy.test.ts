import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { FOLDERS, type Folder, ROWS } from './work-library-rows.ts';
import {
  folderOf,
  isInstalled,
  type Program,
  runBree,
  runPlatformaticKafka,
  runPubSub,
  startWorkServers,
  type WorkServers,
} from './work-library-runs.ts';

const PROGRAMS = new URL('../fixtures/apps/work', import.meta.url).pathname;

const WAYS = ['run.cjs', 'run.mjs'];

function versionOf(library: string, folder: Folder): string {
  const file = join(folderOf(folder), 'node_modules', library, 'package.json');
  return isInstalled ? JSON.parse(readFileSync(file, 'utf8')).version : 'not installed';
}

/** Both versions of a library, loaded each way. */
function inBoth(library: string) {
  return FOLDERS.flatMap(folder => WAYS.map(way => ({ folder, way, version: versionOf(library, folder) })));
}

function programOf(program: string, library: string, folder: Folder, way: string): Program {
  return { argv: [way, program, library, folderOf(folder)], cwd: PROGRAMS };
}

const CASES = ROWS.flatMap(row =>
  row.folders.flatMap(folder =>
    WAYS.map(way => ({ ...row, folder, way, version: versionOf(row.library, folder) })),
  ),
);

describe.skipIf(!isInstalled)('jobs and messages are a unit of work each', () => {
  let servers: WorkServers;
  beforeAll(async () => {
    servers = await startWorkServers();
  });
  afterAll(() => servers.close());

  it.each(CASES)('$library $version, $way', async ({ folder, way, ...row }) => {
    const { program, library } = row;
    const service = `${program} ${library} ${folder} ${way}`;

    await servers.runRow(row, programOf(program, library, folder, way), service);
  });

  it.each(inBoth('@google-cloud/pubsub'))(
    'messages of @google-cloud/pubsub $version, $way',
    async ({ folder, way }) => {
      const program = programOf('pubsub', '@google-cloud/pubsub', folder, way);

      await runPubSub(program, folder, servers.collector, `pubsub ${folder} ${way}`);
    },
  );

  it.each(inBoth('@platformatic/kafka'))(
    'messages of @platformatic/kafka $version, linked to their sending, $way',
    async ({ folder, way }) => {
      const program = programOf('platformatic-kafka', '@platformatic/kafka', folder, way);

      await runPlatformaticKafka(program, servers.collector, `kafka ${folder} ${way}`);
    },
  );

  it.each(inBoth('bree'))(
    'runs of a job of Bree, with the spans of their threads below: bree $version, $way',
    async ({ folder, way }) => {
      const program = programOf('bree', 'bree', folder, way);

      await runBree(program, servers.collector, `bree ${folder} ${way}`);
    },
  );
});
