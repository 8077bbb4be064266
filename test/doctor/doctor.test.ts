import { describe, expect, it } from 'vitest';
import { APPLICATION_MESSAGES } from '../../src/config/messages/application.ts';
import { PROCESS_MESSAGES } from '../../src/config/messages/process.ts';
import type { DoctorReport } from '../../src/doctor/report.ts';
import { HEALTHY } from '../config/describe-findings.ts';
import { ENDPOINT_MISTAKES } from './mistakes/endpoint.ts';
import { GRAFANA_MISTAKES } from './mistakes/grafana.ts';
import { HEADER_MISTAKES } from './mistakes/headers.ts';
import type { Mistake } from './mistakes/mistake.ts';
import { PROCESS_MISTAKES } from './mistakes/process.ts';
import { PROTOCOL_MISTAKES } from './mistakes/protocol.ts';
import { RESOURCE_MISTAKES } from './mistakes/resource.ts';
import { SERVICE_MISTAKES } from './mistakes/service-name.ts';
import { VALUE_MISTAKES } from './mistakes/values.ts';
import { NAME_MISTAKES } from './mistakes/variable-names.ts';
import { reportOfDoctor, runCommand, runDoctor, useEmptyFolder } from './run-doctor.ts';

useEmptyFolder();

const FAMILIES: { about: string; mistakes: readonly Mistake[] }[] = [
  { about: "the service's name", mistakes: SERVICE_MISTAKES },
  { about: 'the resource', mistakes: RESOURCE_MISTAKES },
  { about: 'an endpoint', mistakes: ENDPOINT_MISTAKES },
  { about: 'a protocol or an exporter', mistakes: PROTOCOL_MISTAKES },
  { about: 'headers', mistakes: HEADER_MISTAKES },
  { about: 'Grafana Cloud', mistakes: GRAFANA_MISTAKES },
  { about: 'a value', mistakes: VALUE_MISTAKES },
  { about: "a variable's name", mistakes: NAME_MISTAKES },
  { about: 'the process', mistakes: PROCESS_MISTAKES },
];

/** Codes of what a run does not look at: the application, the process, and what has to be loaded. */
const DOCTORS_OWN: readonly string[] = [
  ...Object.keys(APPLICATION_MESSAGES),
  ...Object.keys(PROCESS_MESSAGES),
  ...['extension-invalid', 'work-spans-unresolved'],
];

/** What a run has to do and say, going by what doctor found: it refuses with all errors, and warns of the rest. */
function expectedOfRun(findings: DoctorReport['findings'], isSilent: boolean) {
  const shared = findings.filter(({ code }) => !DOCTORS_OWN.includes(code));
  const said = (wanted: string, between: string) =>
    shared
      .filter(({ severity }) => severity === wanted)
      .map(({ message, fix }) => `otel-run: ${wanted}: ${message}${between}${fix}\n`);
  const errors = said('error', '\n  ');
  const text = [...errors, ...said('warning', ' ')].join('');
  return isSilent ? { code: 0, error: '' } : { code: errors.length > 0 ? 125 : 0, error: text };
}

for (const { about, mistakes } of FAMILIES) {
  describe(`a mistake about ${about}`, () => {
    for (const { title, source, env: mistake, found: expected } of mistakes) {
      it(`is found by doctor and by a run: ${title} (${source})`, async () => {
        const env = { ...HEALTHY, ...mistake };
        const { code, ok, findings, development } = await reportOfDoctor([], env);
        const hasErrors = expected.some(line => line.startsWith('error'));
        const hasWarnings = expected.some(line => line.startsWith('warning'));

        const found = findings.map(({ severity, code, subject }) => `${severity} ${code} ${subject}`);
        expect(found).toEqual(expected);
        expect([code, ok]).toEqual(hasErrors ? [1, false] : [0, true]);
        const strict = await runDoctor(['--strict'], env);
        expect(strict.code).toBe(hasErrors || hasWarnings ? 1 : 0);
        const ran = await runCommand(['--dry-run', '--', process.execPath, '-v'], env);
        expect({ code: ran.code, error: ran.error }).toEqual(expectedOfRun(findings, development.on));
        for (const { message, fix } of findings) {
          expect(`${message} ${fix}`).not.toMatch(/(?<!")undefined|\[object|NaN/);
        }
      });
    }
  });
}

it('every mistake has a source, and there are at least eighty', () => {
  const all = FAMILIES.flatMap(({ mistakes }) => mistakes);
  expect(all.length).toBeGreaterThanOrEqual(80);
  for (const { source } of all) expect(URL.canParse(source)).toBe(true);
  expect(new Set(all.map(({ title, source }) => title + source)).size).toBe(all.length);
});

describe('doctor', () => {
  it('finds nothing wrong with a healthy environment', async () => {
    const { code, ok, findings, effective, environment } = await reportOfDoctor(['--strict'], HEALTHY);
    expect({ code, ok, findings, environment }).toEqual({
      code: 0,
      ok: true,
      findings: [],
      environment: null,
    });
    expect(effective).toEqual({
      'service.name': 'checkout-api',
      traces: { exporter: 'otlp', protocol: 'http/protobuf', endpoint: 'http://collector:4318/v1/traces' },
      logs: { exporter: 'otlp', protocol: 'http/protobuf', endpoint: 'http://collector:4318/v1/logs' },
      metrics: { exporter: 'none' },
    });
  });

  it('says of every setting where it comes from, and hides what is secret', async () => {
    const env = { ...HEALTHY, OTEL_EXPORTER_OTLP_HEADERS: 'a=b', NODE_ENV: 'production' };
    const { config, environment, development } = await reportOfDoctor(['-s', 'cart-api'], env);
    expect(config).toContainEqual({
      name: 'OTEL_SERVICE_NAME',
      value: 'cart-api',
      source: 'flag',
      secret: false,
    });
    expect(config).toContainEqual({
      name: 'OTEL_EXPORTER_OTLP_HEADERS',
      value: '<redacted>',
      source: 'env',
      secret: true,
    });
    expect(config).toContainEqual({
      name: 'OTEL_METRICS_EXPORTER',
      value: 'none',
      source: 'default',
      secret: false,
    });
    expect({ environment, development }).toEqual({
      environment: 'production',
      development: { on: false, because: 'NODE_ENV=production' },
    });
  });

  it('lists what is not set, with the defaults that hold, only on request', async () => {
    const named = (config: readonly { name: string }[], name: string) =>
      config.find(row => row.name === name);
    const [plain, all] = [await reportOfDoctor([], HEALTHY), await reportOfDoctor(['--all'], HEALTHY)];
    expect(named(plain.config, 'OTEL_RUN_FLUSH_TIMEOUT')).toBeUndefined();
    expect(named(all.config, 'OTEL_RUN_FLUSH_TIMEOUT')).toMatchObject({ value: '2000', source: 'default' });
    expect(named(all.config, 'OTEL_EXPORTER_OTLP_HEADERS')).toMatchObject({ value: null, secret: true });
    expect(new Set(all.config.map(({ name }) => name)).size).toBe(all.config.length);
  });

  it('reports errors in development too, where a run would go on without telemetry', async () => {
    const { code, development } = await reportOfDoctor([], { NODE_ENV: 'development' });
    expect({ code, on: development.on }).toEqual({ code: 1, on: true });
  });

  it('tells of a command that cannot be started', async () => {
    const { code, findings } = await reportOfDoctor(['--', 'no-such-command'], { ...HEALTHY, PATH: '/none' });
    expect(code).toBe(1);
    expect(findings).toMatchObject([{ code: 'command-not-executable', subject: 'no-such-command' }]);
  });

  it.each([{ argv: ['--unknown'] }, { argv: ['--service'] }, { argv: ['--json', '--wrong=1'] }])(
    'refuses bad usage: $argv',
    async ({ argv }) => {
      const { code, out, error } = await runDoctor(argv, HEALTHY);
      expect({ code, out }).toEqual({ code: 125, out: '' });
      expect(error).toMatch(/^otel-run: .*\nSee otel-run doctor --help\.\n$/);
    },
  );

  it('explains itself', async () => {
    const { code, out } = await runDoctor(['--help'], {});
    expect(code).toBe(0);
    for (const option of ['--json', '--strict', '--all', '--probe', '--service', '--env-file'])
      expect(out).toContain(option);
  });
});
