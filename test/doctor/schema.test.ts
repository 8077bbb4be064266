import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { HEALTHY } from '../config/describe-findings.ts';
import { reportOfDoctor, useEmptyFolder } from './run-doctor.ts';

useEmptyFolder();

const schema = JSON.parse(readFileSync(new URL('../../schemas/doctor.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);

function errorsOf(report: unknown) {
  validate(report);
  return validate.errors ?? [];
}

describe('schemas/doctor.schema.json', () => {
  it.each([
    { what: 'a healthy environment', argv: [], env: HEALTHY },
    { what: 'an empty environment', argv: ['--strict'], env: {} },
    {
      what: 'errors, warnings and secrets',
      argv: [],
      env: { OTEL_EXPORTER_OTLP_HEADERS: 'x', OTEL_SDK_DISABLE: '1' },
    },
    { what: 'everything that is not set', argv: ['--all'], env: HEALTHY },
    { what: 'telemetry that is switched off', argv: [], env: { OTEL_SDK_DISABLED: 'true' } },
    { what: 'a configuration file', argv: [], env: { ...HEALTHY, OTEL_CONFIG_FILE: '/none.yaml' } },
    {
      what: 'development',
      argv: ['--development'],
      env: { ...HEALTHY, OTEL_METRICS_EXPORTER: 'otlp,console' },
    },
    {
      what: 'a probe of nothing',
      argv: ['--probe'],
      env: { ...HEALTHY, OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
    },
  ])('describes the report of $what', async ({ argv, env }) => {
    expect(errorsOf(await reportOfDoctor(argv, env))).toEqual([]);
  });

  it('describes every field of a report', async () => {
    const { code: _, ...report } = await reportOfDoctor([], HEALTHY);
    const described = Object.keys(schema.properties).filter(name => name !== 'probe');
    expect(Object.keys(report).sort()).toEqual(described.sort());
  });

  it('refuses what is not a report', async () => {
    const report = await reportOfDoctor([], HEALTHY);
    expect(errorsOf({ ...report, ok: 'yes' })).toHaveLength(1);
    expect(errorsOf({ ...report, findings: [{ code: 'Bad Code' }] }).length).toBeGreaterThan(1);
    expect(
      errorsOf({ ...report, config: [{ name: 'A', value: 'b', source: 'nowhere', secret: false }] }),
    ).toHaveLength(1);
  });
});
