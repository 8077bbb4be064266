import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Collector, Received } from './collector.ts';
import { PACKAGE_FOLDER } from './package-under-test.ts';
import { byOtelRun, type Ended, run } from './processes.ts';

/** One way to bundle an application. */
export interface Way {
  readonly name: string;
  readonly bundler:
    | 'esbuild'
    | 'rollup'
    | 'rolldown'
    | 'vite'
    | 'webpack'
    | 'rspack'
    | 'tsup'
    | 'tsdown'
    | 'ncc';
  readonly format: 'esm' | 'cjs';
  readonly minify?: boolean;
  readonly split?: boolean;
  /** Rollup and Rolldown: each module stays a file. */
  readonly apart?: boolean;
  /** webpack and Rspack: a folder in which they keep what they have built. */
  readonly cache?: string;
  /** esbuild: classes and functions keep their names where it minifies. */
  readonly keepNames?: boolean;
}

const FIXTURES = new URL('../fixtures/bundled', import.meta.url).pathname;

/** The application that is bundled. */
export const APPLICATION = join(FIXTURES, 'everything.mjs');

/** An application in a folder of its own, outside of this repository: no `node_modules` is there or above. */
export interface Bundle {
  readonly file: string;
  remove(): void;
}

/** Where and how bundlers run. */
export interface Place {
  /** A folder below which they are installed. */
  readonly folder: string;
  /** The Node.js that runs them. */
  readonly node: string;
  /** The folder that they run in. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Where `npm ci` installs bundlers. */
export const HERE: Place = { folder: FIXTURES, node: process.execPath };

/** Where `node scripts/bundle-samples.mjs` installs the other ones, which are too large for `npm ci`. */
export const BUNDLERS = new URL('../.bundles', import.meta.url).pathname;

export const hasMoreBundlers = existsSync(join(BUNDLERS, 'node_modules/webpack'));

/** At once, as a file that replaces another: tests that run at the same time read it. */
function placeScript(folder: string, unique: string): void {
  const copy = join(folder, `${unique}.mjs`);
  cpSync(join(FIXTURES, 'build.mjs'), copy);
  renameSync(copy, join(folder, 'build-bundled.mjs'));
}

/**
 * Bundles an application.
 *
 * @param plugin whether with otel-run's plugin
 */
export async function bundle(
  { bundler, format, minify = false, split = false, apart = false, keepNames = false, cache }: Way,
  plugin: boolean,
  place: Place = HERE,
  input = APPLICATION,
): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'otel-run-bundle-'));
  const script = join(place.folder, 'build.mjs');
  if (place.folder !== FIXTURES) placeScript(place.folder, basename(folder));
  const row = {
    bundler,
    format,
    minify,
    split,
    apart,
    keepNames,
    cache,
    input,
    folder,
    ...(plugin && { plugin: join(PACKAGE_FOLDER, 'dist') }),
  };
  const program = place.folder === FIXTURES ? script : join(place.folder, 'build-bundled.mjs');
  const { code, stderr, stdout } = await run([place.node, program, JSON.stringify([row])], {
    cwd: place.cwd ?? tmpdir(),
    env: place.env ?? {},
    timeout: 500_000,
  });
  if (code !== 0) throw new Error(`${bundler} ended with ${code}: ${stderr}${stdout}`);
  return {
    file: join(folder, format === 'esm' ? 'main.mjs' : 'main.cjs'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** What a run printed, and what arrived of it. */
export interface Outcome {
  readonly ended: Ended;
  readonly telemetry: readonly string[];
}

/**
 * Runs an application by otel-run.
 *
 * @param file also with its arguments
 */
export async function observe(
  file: string | readonly string[],
  node: string,
  collector: Collector,
  service: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Outcome> {
  const ended = await run(byOtelRun([node, ...[file].flat()], node), {
    env: { ...collector.environment(service), ...env },
  });
  return {
    ended: { ...ended, stdout: withoutIds(ended.stdout) },
    telemetry: described(collector.of(service)),
  };
}

/** What the application itself printed: lines of loggers get the ids of the span. */
function withoutIds(text: string): string {
  return text.replace(/,"span_id":"\w+","trace_flags":"01","trace_id":"\w+"/g, '');
}

/** Attributes that another run of the same has another value of. */
const VARYING =
  /^(?:url\.full|server\.port|network\.peer\.port|client\.port|request_id|process\.|messaging\.message\.id|code\.|db\.response)/;

/** Every span and record of a run, without what differs from run to run. */
export function described({ spans, logs }: Received): readonly string[] {
  const nameOf = (id: string | undefined) => spans.find(({ spanId }) => spanId === id)?.name ?? null;
  const lasting = (attributes: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(attributes)
        .filter(([key]) => !VARYING.test(key))
        .sort(),
    );
  const ofSpans = spans.map(({ scope, kind, name, parentSpanId, attributes, status, events }) => ({
    span: name,
    scope,
    kind,
    parent: nameOf(parentSpanId),
    attributes: lasting(attributes),
    status: status.code ?? null,
    events: events.map(({ name }) => name),
  }));
  const ofLogs = logs.map(({ scope, severityText, body, spanId, attributes }) => ({
    record: body,
    scope,
    severityText,
    span: nameOf(spanId),
    attributes: lasting(attributes),
  }));
  return [...ofSpans, ...ofLogs].map(one => JSON.stringify(one)).sort();
}
