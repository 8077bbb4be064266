import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coverageLines } from '../../src/doctor/tables.ts';
import { wantsColour } from '../../src/report/colours.ts';
import { wrapWords } from '../../src/report/wrap-words.ts';
import { HEALTHY } from '../config/describe-findings.ts';
import { reportOfDoctor, runDoctor, useEmptyFolder } from './run-doctor.ts';

useEmptyFolder();

const BROKEN = {
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://${'a-very-long-name-of-a-collector-'.repeat(2)}.example:4318/v1/traces`,
  OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: 'base2_exponential_bucket_histogram',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=production,team=the-team-with-the-longest-name',
  OTEL_TRACES_SAMPLER: 'always',
};

const sectionsOf = (out: string) => out.match(/^[A-Z][^:\n]*$/gm);

describe('the report for people', () => {
  it('has the findings first when there are errors', async () => {
    const { out } = await runDoctor([], BROKEN);
    expect(sectionsOf(out)).toEqual(['Findings', 'Telemetry', 'Settings', 'Instrumentations', 'Process']);
    expect(out).toMatch(/\nNot ready: 2 errors, 2 warnings\.\n$/);
  });

  it('has what is sent where first when there are none', async () => {
    const { out } = await runDoctor([], { ...HEALTHY, OTEL_TRACES_SAMPLER: 'always' });
    expect(sectionsOf(out)).toEqual(['Telemetry', 'Findings', 'Settings', 'Instrumentations', 'Process']);
    expect(out).toMatch(/\nReady: no errors, 1 warning\.\n$/);
  });

  it('names each package once, also where two rows have it', () => {
    const row = { package: 'pg', installed: '8.23.1', status: 'active' } as const;
    const rows = ['@opentelemetry/instrumentation-pg', 'otel-run/work-pg'].map(name => ({ ...row, name }));
    expect(coverageLines(rows, false, 80)).toEqual(['  active        pg 8.23.1']);
  });

  it.each([{ argv: [] }, { argv: ['--all'] }, { argv: ['--strict', '--development'] }])(
    'fits 80 columns, but for what is to be copied in one piece: $argv',
    async ({ argv }) => {
      const { out } = await runDoctor(argv, BROKEN);
      const tooLong = out.split('\n').filter(line => line.length > 80);
      for (const line of tooLong) expect(line).toMatch(/^\S+$/);
    },
  );

  it('breaks an address that is longer than a line, and leaves nothing of it out', async () => {
    const { out } = await runDoctor([], BROKEN);
    const telemetry = out.slice(out.indexOf('Telemetry'), out.indexOf('Settings'));
    expect(telemetry.replace(/\s+/g, '')).toContain(`${BROKEN.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces`);
  });

  it('shows why development mode is on, and that logs are then not exported', async () => {
    const { out } = await runDoctor([], { ...HEALTHY, NODE_ENV: 'development' });
    expect(out).toContain('development   on (NODE_ENV=development)');
    expect(out).toContain('logs          not exported');
    expect(out).toMatch(/log records are not\s+exported/);
  });

  it.each([
    { env: { OTEL_METRICS_EXPORTER: 'prometheus' }, shown: 'prometheus, curated' },
    {
      env: { OTEL_METRICS_EXPORTER: 'otlp', OTEL_RUN_METRICS: 'all' },
      shown: 'http://collector:4318/v1/metrics http/protobuf, all',
    },
  ])('shows which metrics are exported with $env', async ({ env, shown }) => {
    const { out } = await runDoctor([], { ...HEALTHY, ...env });
    expect(out).toContain(`metrics       ${shown}\n`);
  });

  it('has no control characters of a value in it', async () => {
    const { out } = await runDoctor([], { ...HEALTHY, OTEL_SERVICE_NAME: 'shop\u001B[2Japi\u0007' });
    expect(out).toContain('service.name  shop [2Japi');
    expect(out).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('says the same as the JSON', async () => {
    const { out } = await runDoctor([], BROKEN);
    const { findings } = await reportOfDoctor([], BROKEN);
    const words = out.replace(/\s+/g, ' ');
    for (const { severity, code, message, fix } of findings)
      expect(words).toContain(`${severity} ${code} ${message} → ${fix}`);
  });

  it('is in colour only where colour is wanted', async () => {
    const coloured = await runDoctor([], BROKEN, { terminal: true });
    const plain = await runDoctor([], BROKEN);
    const json = await runDoctor(['--json'], BROKEN, { terminal: true });
    expect(coloured.out).toContain('\u001B[31merror');
    expect(plain.out).not.toContain('\u001B');
    expect(json.out).not.toContain('\u001B');
    expect(stripVTControlCharacters(coloured.out)).toBe(plain.out);
  });
});

it.each([
  { env: {}, terminal: true, colour: true },
  { env: {}, terminal: false, colour: false },
  { env: { NO_COLOR: '1' }, terminal: true, colour: false },
  { env: { NO_COLOR: '' }, terminal: true, colour: true },
  { env: { TERM: 'dumb' }, terminal: true, colour: false },
  { env: { FORCE_COLOR: '1' }, terminal: false, colour: true },
  { env: { FORCE_COLOR: '' }, terminal: false, colour: true },
  { env: { FORCE_COLOR: '0' }, terminal: true, colour: false },
  { env: { FORCE_COLOR: '1', NO_COLOR: '1' }, terminal: false, colour: true },
])('with $env and terminal $terminal, colour is $colour', ({ env, terminal, colour }) => {
  expect(wantsColour(env, terminal)).toBe(colour);
});

it('words are kept whole, however long', () => {
  expect(wrapWords('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapWords('a much-longer-than-that b', 6)).toEqual(['a', 'much-longer-than-that', 'b']);
});
