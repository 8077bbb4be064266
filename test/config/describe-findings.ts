import { describe, expect, it } from 'vitest';
import type { ConfigurationInputs, Environment } from '../../src/config/configuration.ts';
import { type Finding, findingWords } from '../../src/config/finding.ts';
import { resolveConfiguration } from '../../src/config/resolve.ts';
import type { CertificateProblem } from '../../src/config/validate/otlp.ts';
import { type ValidationFacts, validateConfiguration } from '../../src/config/validate/validate.ts';

export const HEALTHY = {
  OTEL_SERVICE_NAME: 'checkout-api',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
};

/** Files that are of no use as certificate or key; every other one is. */
const PROBLEMS: Readonly<Record<string, CertificateProblem>> = {
  '/certs/no.pem': 'unreadable',
  '/certs/no.key': 'unreadable',
  '/certs/malformed.pem': 'malformed',
};

export interface Row {
  readonly title: string;
  /** What is different from a healthy environment. */
  readonly env: Environment;
  /** All that has to be found, nothing by default: `code SUBJECT`. */
  readonly found?: readonly string[];
}

/** What is found in a configuration. Three instrumentations are known. */
export function findingsOf(
  inputs: Partial<ConfigurationInputs>,
  facts: Partial<ValidationFacts> = {},
): readonly Finding[] {
  const configuration = resolveConfiguration({ flags: {}, env: {}, ...inputs });
  const certificateProblem = (path: string) => PROBLEMS[path];
  return validateConfiguration(configuration, {
    certificateProblem,
    instrumentations: ['http', 'express', 'fs'],
    ...facts,
  });
}

export function codesOf(
  inputs: Partial<ConfigurationInputs>,
  facts?: Partial<ValidationFacts>,
): readonly string[] {
  return findingsOf(inputs, facts).map(({ code, subject }) => `${code} ${subject}`);
}

/** One test a row: exactly the expected findings, in words without a hole. */
export function describeFindings(family: string, rows: readonly Row[]): void {
  describe(family, () => {
    for (const { title, env, found = [] } of rows) {
      const inputs = { env: { ...HEALTHY, ...env } };
      it(title, () => {
        expect(codesOf(inputs)).toEqual(found);
        for (const { message, fix } of findingsOf(inputs).map(findingWords)) {
          expect(`${message} ${fix}`).not.toMatch(/(?<!")undefined|\[object|NaN/);
        }
      });
    }
  });
}
