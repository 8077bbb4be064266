import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type Received, type ReceivedLog, startCollector } from '../helpers/collector.ts';
import { byOtelRun, type Ended, run } from '../helpers/processes.ts';

/** One delivery, at the exit: what is still under way then is delivered again. */
const AT_EXIT = { OTEL_BLRP_SCHEDULE_DELAY: '60000', OTEL_BSP_SCHEDULE_DELAY: '60000' };

/** A record as a case expects it; a function stands for a matcher. */
type Expected = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly records: readonly Expected[];
  readonly when?: (library: { version: string }) => boolean;
}

/** One logger at one version, as it is installed here. */
export interface Installed {
  readonly logger: 'pino' | 'bunyan' | 'winston' | 'console' | '@nestjs/common' | 'log4js' | 'consola';
  readonly alias: string;
  readonly version: string;
}

const root = new URL('../..', import.meta.url).pathname;

const FIXTURES = join(root, 'test/fixtures/logs');

/**
 * Tests that every case of a logger arrives as its table says, loaded by `require` and by `import`, and that the
 * application prints what it prints without otel-run. One process runs all cases.
 */
export function testCases(installed: Installed): void {
  for (const how of ['require', 'import']) {
    describe(`${installed.logger} ${installed.version}, by ${how}`, async () => {
      const { cases } = (await import(join(FIXTURES, `${installed.logger.replace('/', '-')}-cases.mjs`))) as {
        cases: Case[];
      };
      const applicable = cases.filter(({ when }) => !when || when(installed));
      let collector: Collector;
      let ended: Ended;
      let bare: Ended;
      let byCase: Map<string, ReceivedLog[]>;

      beforeAll(async () => {
        collector = await startCollector();
        const argv = [process.execPath, 'run-cases.mjs', how, installed.logger, folderOf(installed)];
        const service = `cases-${installed.alias}-${how}`;
        const env = {
          ...collector.environment(service),
          OTEL_RUN_LOG_CORRELATION: 'false',
          OTEL_RUN_CONSOLE_LOGS: String(installed.logger === 'console'),
          ...AT_EXIT,
          OTEL_RUN_FLUSH_TIMEOUT: '10000',
        };
        const options = { cwd: FIXTURES };
        [ended, bare] = await Promise.all([run(byOtelRun(argv), { ...options, env }), run(argv, options)]);
        byCase = groupByCase(collector.of(service));
      });
      afterAll(() => collector.close());

      it('prints what it prints bare', () => {
        expect(steady(ended.stderr)).toBe(steady(bare.stderr));
        expect(steady(ended.stdout)).toBe(steady(bare.stdout));
        expect(ended.code).toBe(0);
      });

      it.for(applicable)('$name', ({ name, records }) => {
        const received = byCase.get(name) ?? [];
        const seen = received.map(readable);
        expect(seen).toMatchObject(records.map(record => matchers(record)));
        for (const [index, { attributes }] of records.entries()) {
          if (attributes)
            expect(Object.keys(received[index]?.attributes ?? {}).sort()).toEqual(
              Object.keys(attributes).sort(),
            );
        }
        expect(received).toHaveLength(records.length);
      });
    });
  }
}

/** A folder with `node_modules/<logger>`: instrumentations know a package by the folder that it is in. */
function folderOf({ logger, alias }: Installed): string {
  const folder = join(root, 'test/.installed/loggers', alias);
  const target = join(folder, 'node_modules', logger);
  if (existsSync(target)) return folder;
  mkdirSync(target, { recursive: true });
  if (logger !== 'console') cpSync(join(root, 'node_modules', alias), target, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(
    join(folder, 'load.mjs'),
    `import * as all from '${logger}';\nexport default all.default ?? all;\n`,
  );
  return folder;
}

function groupByCase({ spans, logs }: Received): Map<string, ReceivedLog[]> {
  return new Map(spans.map(({ name, traceId }) => [name, logs.filter(record => record.traceId === traceId)]));
}

/** Numbers that differ from run to run. */
function steady(text: string): string {
  return text
    .replace(/"(time|timestamp|pid)":\d+/g, '"$1":0')
    .replace(/"(time|timestamp)":"[^"]+"/g, '"$1":""')
    .replace(/\(node:\d+\)/g, '(node:0)')
    .replace(/(\[Nest\] )\d+ +- .+?(?:AM|PM)/g, '$1');
}

function readable({ resource, ...record }: ReceivedLog): unknown {
  return JSON.parse(
    JSON.stringify(record, (_, value) => {
      if (typeof value === 'bigint') return String(value);
      if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
      return value;
    }),
  );
}

function matchers(expected: unknown): unknown {
  if (typeof expected === 'function') return expected(expect);
  if (Array.isArray(expected)) return expected.map(matchers);
  if (typeof expected !== 'object' || expected === null) return expected;
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, matchers(value)]));
}
