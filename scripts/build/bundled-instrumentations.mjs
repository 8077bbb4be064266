import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ownVersions, replacedScopes } from './libraries.mjs';
import { shortRanges } from './short-ranges.mjs';
import { virtualModule } from './virtual-module.mjs';

const require = createRequire(import.meta.url);

const PREFIX = '@opentelemetry/instrumentation-';

/** Handed over by OpenTelemetry to the framework's own organization, so it is not in the upstream collection. */
const BESIDE_THE_COLLECTION = ['@fastify/otel'];

/**
 * Loggers for which otel-run has its own bridges. Upstream's instrumentation of the same name is not bundled.
 */
const BRIDGED = JSON.parse(
  readFileSync(new URL('../../src/logs/supported-loggers.json', import.meta.url), 'utf8'),
);

/**
 * The instrumentations in `auto-instrumentations-node`, and what each of them instruments, read from the
 * packages themselves: the list and its versions change only with the dependency.
 */
export function bundledInstrumentations() {
  const collection = require
    .resolve('@opentelemetry/auto-instrumentations-node')
    .replace(/[\\/]dist[\\/].*/, '');
  const { dependencies } = JSON.parse(readFileSync(`${collection}/package.json`, 'utf8'));
  const names = Object.keys(dependencies).filter(
    name => name.startsWith(PREFIX) && !replacedScopes.includes(name),
  );
  const further = Object.keys(BRIDGED).filter(logger => !names.includes(`${PREFIX}${logger}`));
  return [
    ...[...names, ...BESIDE_THE_COLLECTION].map(
      name => bridge(name.slice(PREFIX.length), name) ?? upstream(name),
    ),
    ...further.map(logger => bridge(logger, `otel-run/${logger}`)),
  ];
}

/** For the bundler: the module that lists them, see `src/libraries/virtual-modules.d.ts`. */
export function virtualInstrumentations() {
  const list = JSON.stringify(
    bundledInstrumentations().map(({ source, targets, ...known }) => ({
      ...known,
      targets: shortRanges(targets),
    })),
  );
  return virtualModule('virtual:instrumentations', `export const instrumentations = ${list};`);
}

/** Bridges whose name differs from the package of their logger. */
const BRIDGE_NAMES = { '@nestjs/common': 'nest' };

function bridge(logger, name) {
  if (!Object.hasOwn(BRIDGED, logger)) return undefined;
  const file = BRIDGE_NAMES[logger] ?? logger;
  return {
    name,
    shortName: file,
    part: `logs-${file}`,
    source: `src/logs/${file}/${file}.ts`,
    exportName: `${file[0].toUpperCase()}${file.slice(1)}Instrumentation`,
    targets: BRIDGED[logger],
  };
}

function upstream(name) {
  const exported = Object.entries(require(name)).find(
    ([key, value]) => /Instrumentation$/.test(key) && isClass(value),
  );
  const [exportName, Instrumentation] = exported;
  const shortName = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name.split('/')[0].slice(1);
  return {
    name,
    shortName,
    part: `instrumentation-${shortName}`,
    source: name,
    exportName,
    targets: { ...targetsOf(new Instrumentation({ enabled: false })), ...ownVersions(shortName) },
  };
}

function isClass(value) {
  return typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));
}

/** Module name → version ranges, also of the instrumentations that one is made of (redis has one per client). */
function targetsOf(instrumentation, seen = new Set()) {
  const targets = {};
  if (seen.has(instrumentation)) return targets;
  seen.add(instrumentation);
  for (const { name, supportedVersions } of instrumentation._modules ?? []) {
    targets[name] = [...(targets[name] ?? []), ...supportedVersions];
  }
  // A Fastify plugin patches no module, but names the versions that it can be registered with.
  const { fastify } = instrumentation.plugin?.()[Symbol.for('plugin-meta')] ?? {};
  if (fastify) targets.fastify = [fastify];
  for (const value of Object.values(instrumentation)) {
    if (typeof value?.instrumentationName === 'string') Object.assign(targets, targetsOf(value, seen));
  }
  return targets;
}
