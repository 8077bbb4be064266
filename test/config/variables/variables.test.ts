import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { canonicalValue } from '../../../src/config/canonical.ts';
import { DECLARED_DEFAULTS, OTEL_RUN_DEFAULTS } from '../../../src/config/defaults.ts';
import { findVariable, VARIABLES } from '../../../src/config/variables/variables.ts';

const PACKAGES = [
  ...['sdk-node', 'sdk-trace', 'sdk-logs', 'sdk-metrics', 'core', 'resources', 'otlp-exporter-base'],
  ...[
    'otlp-grpc-exporter-base',
    'exporter-metrics-otlp-http',
    'auto-instrumentations-node',
    'instrumentation-openai',
  ],
];
const SIGNAL_PLACEHOLDER = /OTEL_EXPORTER_OTLP_\$\{\w+\}_([A-Z_]+)/g;

/** The names that the installed SDK reads, the OTLP exporters' per-signal templates filled in. */
function namesReadBySdk(): ReadonlySet<string> {
  const text = PACKAGES.flatMap(sourcesOf).join('\n');
  const plain = text.match(/(?<=["'.`])OTEL_[A-Z0-9_]+(?=\b)(?!\$)/g) ?? [];
  const templates = [...text.matchAll(SIGNAL_PLACEHOLDER)].flatMap(([, suffix]) =>
    ['TRACES', 'LOGS', 'METRICS'].map(signal => `OTEL_EXPORTER_OTLP_${signal}_${suffix}`),
  );
  return new Set([...plain.filter(name => !name.endsWith('_')), ...templates]);
}

function sourcesOf(name: string): string[] {
  const folder = `node_modules/@opentelemetry/${name}/`;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter(
    file => /^(dist|build)\/.*\.c?js$/.test(file) && !/node_modules|browser|\/esm/.test(file),
  );
  return sources.map(file => readFileSync(folder + file, 'utf8'));
}

describe('the table of variables', () => {
  const read = namesReadBySdk();

  it('knows every variable that the installed SDK reads', () => {
    expect(read.size).toBeGreaterThan(60);
    const internal = /^OTEL_(OPEN_SPANS|PATCHED_SYMBOL|CONTEXT_SYMBOL|\w+_VALUE_\w+)$/;
    expect([...read].filter(name => !internal.test(name) && !findVariable(name))).toEqual([]);
  });

  it('calls supported what the installed SDK reads, and unsupported what it does not', () => {
    const external = VARIABLES.filter(({ group, name }) => group !== 'otel-run' && !name.includes('ZIPKIN'));
    const supported = external.filter(({ unsupported }) => !unsupported).map(({ name }) => name);
    expect(supported.filter(name => !read.has(name))).toEqual([]);
    const unsupported = external.filter(variable => variable.unsupported).map(({ name }) => name);
    expect(unsupported.filter(name => read.has(name))).toEqual([]);
  });

  it('has each name once', () => {
    const names = VARIABLES.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('declares the defaults that otel-run writes, and no other', () => {
    const declared = VARIABLES.filter(variable => variable.declared !== undefined);
    expect(Object.fromEntries(declared.map(variable => [variable.name, variable.declared]))).toEqual(
      DECLARED_DEFAULTS,
    );
  });

  it('has every default of otel-run itself', () => {
    const own = VARIABLES.filter(variable => variable.group === 'otel-run' && variable.default !== undefined);
    expect(Object.fromEntries(own.map(variable => [variable.name, variable.default]))).toEqual(
      OTEL_RUN_DEFAULTS,
    );
  });

  it('has only defaults that it would accept', () => {
    for (const { name, values, default: fallback, declared } of VARIABLES) {
      for (const value of [fallback, declared]) {
        if (values && value !== undefined)
          expect(values, name).toEqual(expect.arrayContaining(value.split(',')));
        expect(canonicalValue(name, value), name).toBe(value);
      }
    }
  });
});

describe('the table agrees with the SDK on', () => {
  const require = createRequire(import.meta.url);
  const source = (file: string) =>
    readFileSync(require.resolve(file).replace(/index\.\w+$/, 'create-from-env.cjs'), 'utf8');
  const fromEnv = source('@opentelemetry/sdk-node');

  it.each([
    { name: 'OTEL_TRACES_SAMPLER', pattern: /case "(\w+)": return new/g, more: [] },
    { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', pattern: /case "(grpc|http[^"]*)":/g, more: [] },
    { name: 'OTEL_TRACES_EXPORTER', pattern: /case "(otlp|console|zipkin)"/g, more: ['none'] },
  ])('the values of $name', ({ name, pattern, more }) => {
    const cases = [...fromEnv.matchAll(pattern)].map(([, value]) => value);
    expect(new Set(findVariable(name)?.values)).toEqual(new Set([...cases, ...more]));
  });

  it('the propagators', () => {
    const known = [...fromEnv.matchAll(/\["(\w+)", \(\) => new/g)].map(([, value]) => value);
    expect(findVariable('OTEL_PROPAGATORS')?.values).toEqual([...known, 'none']);
  });

  it('the log levels', () => {
    const { diagLogLevelFromString } = require('@opentelemetry/core');
    const levels = (findVariable('OTEL_LOG_LEVEL')?.values ?? []).map(value => diagLogLevelFromString(value));
    expect(new Set(levels).size).toBe(7);
  });

  it('the time limit and the compression of an export', () => {
    const { getSharedConfigurationDefaults } = require('@opentelemetry/otlp-exporter-base');
    const { timeoutMillis, compression } = getSharedConfigurationDefaults();
    expect(findVariable('OTEL_EXPORTER_OTLP_TIMEOUT')?.default).toBe(String(timeoutMillis));
    expect(findVariable('OTEL_EXPORTER_OTLP_COMPRESSION')?.default).toBe(compression);
  });

  it.each([
    { prefix: 'OTEL_BSP', module: '@opentelemetry/sdk-trace', processor: 'BatchSpanProcessor' },
    { prefix: 'OTEL_BLRP', module: '@opentelemetry/sdk-logs', processor: 'BatchLogRecordProcessor' },
  ])('the defaults of $prefix', ({ prefix, module, processor }) => {
    const made = new (require(module)[processor])({ exporter: {} });
    const expected = {
      SCHEDULE_DELAY: made._scheduledDelayMillis,
      EXPORT_TIMEOUT: made._exportTimeoutMillis,
      MAX_QUEUE_SIZE: made._maxQueueSize,
      MAX_EXPORT_BATCH_SIZE: made._maxExportBatchSize,
    };
    for (const [suffix, value] of Object.entries(expected)) {
      expect(findVariable(`${prefix}_${suffix}`)?.default, suffix).toBe(String(value));
    }
  });
});
