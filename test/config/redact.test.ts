import { describe, expect, it } from 'vitest';
import { effectiveSignals } from '../../src/config/effective.ts';
import { findingWords } from '../../src/config/finding.ts';
import { isSecret, redact } from '../../src/config/redact.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import { validateConfiguration } from '../../src/config/validate/validate.ts';
import { ENCODED_SECRET, ENDPOINTS, HEADERS, PLACES, SECRET, SURROUNDINGS } from './secret-places.ts';

describe('redact', () => {
  it.each([
    ['OTEL_SERVICE_NAME', 'checkout', 'checkout'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer x', '<redacted>'],
    ['OTEL_EXPORTER_OTLP_LOGS_HEADERS', 'x', '<redacted>'],
    ['OTEL_EXPORTER_OTLP_CLIENT_KEY', '/certs/client.key', '/certs/client.key'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector:4318/in', 'http://collector:4318/in'],
    [
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'https://me:pw@collector:4318/in?key=x#y',
      'https://<redacted>@collector:4318/in?<redacted>',
    ],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'me:pw@collector', '<redacted>@collector'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://collector?mail=a@b', 'https://<redacted>'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team=shop,api.token=x', 'team=shop,api.token=<redacted>'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'db=postgres://me:pw@db', 'db=postgres://<redacted>@db'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'team=shop,oops', '<redacted>'],
    ['OTEL_EXPORTER_OTLP_HEADER', 'authorization=x', '<redacted>'],
    ['DATABASE_URL', 'postgres://me:pw@db', '<redacted>'],
    ['NODE_ENV', 'production', 'production'],
    ['OTEL_EXPORTER_OTLP_HEADERS', '', ''],
  ])('prints %s=%s as %s', (name, value, expected) => {
    expect(redact(name, value)).toBe(expected);
    expect(isSecret(name, value)).toBe(expected !== value);
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
  const environments = PLACES.flatMap(([name, values]) => values.map(value => ({ [name]: value })));

  it.each(environments)('of %o, whatever surrounds it', secret => {
    for (const surrounding of SURROUNDINGS) {
      for (const asFile of [false, true]) {
        const text = printed({ ...surrounding, ...secret }, asFile);
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain(ENCODED_SECRET);
      }
    }
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
