import { describe, expect, it } from 'vitest';
import { hideSecrets } from '../../src/checks/secret-patterns.ts';
import { failing, log, point, span } from './example-facts.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

/** A secret in a text, and the word for it. */
const TEXTS: readonly [secret: string, what: RegExp][] = [
  [JWT, /a JSON Web Token/],
  ['Bearer abcdef0123456789', /a bearer token/],
  ['Basic dXNlcjpwYXNzd29yZA==', /basic credentials/],
  ['-----BEGIN PRIVATE KEY-----', /a private key/],
  ['AKIAIOSFODNN7EXAMPLE', /an access key/],
  ['postgres://app:hunter22@db/orders', /a password in a URL/],
  ['/callback?access_token=abcd1234', /a token in a URL/],
  ['login with password=hunter22', /a password in a text/],
  ['4111 1111 1111 1111', /a card number/],
  ['378282246310005', /a card number/],
  ['ann@shop.example', /an e-mail address/],
];

/** What only looks like one. */
const HARMLESS = [
  'Bearer [REDACTED]',
  'Basic authentication is off',
  'postgres://app:***@db/orders',
  '/callback?access_token=[redacted]',
  '4111 1111 1111 1112',
  '1732300000000',
  '4123456789012345678',
  'express@5.3.0/node_modules',
  'the token was renewed',
  'node:internal/modules/cjs/loader:1554:14',
];

describe('no-secrets', () => {
  it.each(TEXTS)('finds %s wherever it stands, and never shows it', (secret, what) => {
    const places = {
      'a body': { logs: [log({ at: 50, body: `it was ${secret}` })] },
      'an attribute': { spans: [span({ attributes: { note: secret } })] },
      'a nested attribute': { logs: [log({ at: 50, attributes: { request: { notes: [secret] } } })] },
      'an event': {
        spans: [
          span({
            events: [
              { timeUnixNano: 0n, name: 'e', attributes: { note: secret }, droppedAttributesCount: 0 },
            ],
          }),
        ],
      },
      'a metric': { metricPoints: [point({ attributes: { note: secret } })], expected: { metrics: true } },
    };
    for (const [place, example] of Object.entries(places)) {
      const found = failing(example)['no-secrets'] ?? [];
      expect(found.join(), place).toMatch(what);
      expect(JSON.stringify(failing(example)), place).not.toContain(secret);
    }
  });

  it.each(['authorization', 'http.request.header.cookie', 'userPassword', 'x-api-key', 'refresh_token'])(
    'takes a value under the name %s for a secret unless it is redacted',
    name => {
      const leaks = (value: string) =>
        failing({ logs: [log({ at: 50, attributes: { req: { [name]: value } } })] })['no-secrets'];
      expect(leaks('opaque-value')?.join()).toContain("has a secret's name");
      for (const redacted of ['[Redacted]', '***', '<redacted>', '']) expect(leaks(redacted)).toBeUndefined();
    },
  );

  it.each(HARMLESS)('leaves %s alone', text => {
    expect(failing({ logs: [log({ at: 50, attributes: { note: text } })] })).toEqual({});
    expect(hideSecrets(text)).toBe(text);
  });
});
