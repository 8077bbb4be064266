import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, observe, type Way } from '../helpers/bundled-application.ts';
import { type Collector, startCollector } from '../helpers/collector.ts';
import { nodes } from '../helpers/nodes.ts';
import { run } from '../helpers/processes.ts';
import { startSqlServerStub } from '../helpers/sql-server.ts';
import type { WireStub } from '../helpers/wire-stub.ts';

/** Where `scripts/install-databases.sh` installs it. */
const FOLDER = new URL('../.frameworks/databases', import.meta.url).pathname;

const SOURCE = new URL('../fixtures/bundled/published-mssql.mjs', import.meta.url).pathname;

const isInstalled = existsSync(join(FOLDER, 'node_modules/mssql'));

if (!isInstalled) process.stderr.write('SKIPPED: bundled mssql: bash scripts/install-databases.sh\n');

const MINIFIED: Way = { name: 'minified', bundler: 'esbuild', format: 'cjs', minify: true };

/** The driver tells of a prepared statement only its handle, and of a bulk also how it is announced to the server. */
const OF_DRIVER = /"span":"(?:EXECUTE sp_(?:un)?prepare|EXECUTE sp_execute|INSERT|BULK INSERT .*)"/;

const OF_PREPARED = '"error.type":"EPARAM"';

describe.skipIf(!isInstalled)('a minified bundle of mssql without the plugin', () => {
  const application = join(FOLDER, 'bundled-mssql.mjs');
  let collector: Collector;
  let server: WireStub;
  beforeAll(async () => {
    copyFileSync(SOURCE, application);
    [collector, server] = await Promise.all([startCollector(), startSqlServerStub()]);
  });
  afterAll(async () => {
    rmSync(application);
    await Promise.all([collector.close(), server.close()]);
  });

  it.each(nodes())(
    'is seen by the channels that it publishes on Node.js $version',
    async ({ version, path: node }) => {
      const { file, remove } = await bundle(MINIFIED, false, undefined, application);
      try {
        const env = { SQL_SERVER_PORT: String(server.port) };
        const twin = await observe(application, node, collector, `mssql on ${version}`, env);
        const observed = await observe(file, node, collector, `bundled mssql on ${version}`, env);
        const bare = await run([node, file], { env });

        expect(comparable(observed.telemetry)).toEqual(comparable(twin.telemetry));
        expect(comparable(observed.telemetry)).toHaveLength(11);
        expect(observed.telemetry.filter(line => line.includes(OF_PREPARED))).toHaveLength(1);
        expect(observed.telemetry.filter(line => /"span":"BULK INSERT/.test(line))).toHaveLength(1);
        expect(observed.telemetry.join('\n')).not.toContain('4711');
        expect(bare).toEqual(twin.ended);
        expect(observed.ended).toEqual(twin.ended);
      } finally {
        remove();
      }
    },
  );
});

function comparable(lines: readonly string[]): readonly string[] {
  const same = lines.filter(line => !OF_DRIVER.test(line) && !line.includes(OF_PREPARED));
  return same.map(line => line.replace(/,"tedious\.\w+":\d+/g, '')).sort();
}
