import { describe, expect, it } from 'vitest';
import { effectiveSignals } from '../../src/config/effective.ts';
import { findingWords } from '../../src/config/finding.ts';
import { isSecret, redact } from '../../src/config/redact.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import { validateConfiguration } from '../../src/config/validate/validate.ts';
import { VARIABLES } from '../../src/config/variables/variables.ts';
import { ENCODED_SECRET, ENDPOINTS, HEADERS, PLACES, SECRET, SURROUNDINGS } from './secret-places.ts';

describe('redact', () => {
  it.each([
    { name: 'OTEL_SERVICE_NAME', value: 'checkout', printed: 'checkout' },
    { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'authorization=Bearer x', printed: '<redacted>' },
    { name: 'OTEL_EXPORTER_OTLP_LOGS_HEADERS', value: 'x', printed: '<redacted>' },
    { name: 'OTEL_EXPORTER_OTLP_CLIENT_KEY', value: '/certs/client.key', printed: '/certs/client.key' },
    {
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      value: 'http://collector:4318/in',
      printed: 'http://collector:4318/in',
    },
    {
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      value: 'https://me:pw@collector:4318/in?key=x#y',
      printed: 'https://<redacted>@collector:4318/in?<redacted>',
    },
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'me:pw@collector', printed: '<redacted>@collector' },
    {
      name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      value: 'https://collector?mail=a@b',
      printed: 'https://<redacted>',
    },
    {
      name: 'OTEL_RESOURCE_ATTRIBUTES',
      value: 'team=shop,api.token=x',
      printed: 'team=shop,api.token=<redacted>',
    },
    {
      name: 'OTEL_RESOURCE_ATTRIBUTES',
      value: 'db=postgres://me:pw@db',
      printed: 'db=postgres://<redacted>@db',
    },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=shop,oops', printed: '<redacted>' },
    { name: 'OTEL_EXPORTER_OTLP_HEADER', value: 'authorization=x', printed: '<redacted>' },
    { name: 'DATABASE_URL', value: 'postgres://me:pw@db', printed: '<redacted>' },
    { name: 'NODE_ENV', value: 'production', printed: 'production' },
    { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: '', printed: '' },
  ])('prints the value $value of $name as $printed', ({ name, value, printed }) => {
    expect(redact(name, value)).toBe(printed);
    expect(isSecret(name, value)).toBe(printed !== value);
  });
});

/** Everything that is ever printed about an environment. */
function printed(variables: Record<string, string>, asFile: boolean): string {
  const inputs = asFile ? { env: {}, envFiles: [{ path: '.env', variables }] } : { env: variables };
  const configuration = resolveConfiguration({ flags: {}, ...inputs });
  const findings = validateConfiguration(configuration, { certificateProblem: () => 'unreadable' });
  const settings = [...configuration.settings.values()].map(({ name, value }) => redact(name, value));
  const changes = Object.entries(configuration.environmentChanges).map(([name, value]) =>
    redact(name, value),
  );
  return JSON.stringify([
    findings,
    findings.map(findingWords),
    settings,
    changes,
    effectiveSignals(configuration),
  ]);
}

describe('no secret is ever printed', () => {
  const environments = PLACES.flatMap(({ name, values }) => values.map(value => ({ [name]: value })));

  it.each(environments)('of %o, whatever surrounds it', secret => {
    for (const surrounding of SURROUNDINGS) {
      for (const asFile of [false, true]) {
        const text = printed({ ...surrounding, ...secret }, asFile);
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain(ENCODED_SECRET);
      }
    }
  });

  const credentials = [
    `x-api-key=${SECRET}`,
    `authorization=Bearer ${SECRET}`,
    `https://ann:${SECRET}@collector.example`,
  ];

  it.each(VARIABLES.map(({ name }) => name))('that was set in place of %s', name => {
    for (const value of credentials) expect(printed({ [name]: value }, false), value).not.toContain(SECRET);
  });

  it('of a header and an endpoint that are both wrong', () => {
    for (const header of HEADERS) {
      for (const endpoint of ENDPOINTS) {
        const text = printed(
          { OTEL_EXPORTER_OTLP_HEADERS: header, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
          false,
        );
        expect(text).not.toContain(SECRET);
      }
    }
  });

  it('of a config file whose error quotes it', () => {
    const configuration = resolveConfiguration({ flags: {}, env: { OTEL_CONFIG_FILE: 'otel.yaml' } });
    const error = `Nested mappings are not allowed at line 3, column 9:\n\n  headers: authorization: ${SECRET}\n        ^`;
    const found = validateConfiguration(configuration, {
      certificateProblem: () => undefined,
      configFile: { path: 'otel.yaml', error },
    });
    expect(found.map(({ code }) => code)).toEqual(['config-file-invalid']);
    expect(JSON.stringify([found, found.map(findingWords)])).not.toContain(SECRET);
  });
});
