import { describe, expect, it } from 'vitest';
import { hideSecrets } from '../../src/checks/secret-patterns.ts';
import { SECRET_TEXTS } from './corpus/secret-texts.ts';
import { failing, log, point, span } from './example-facts.ts';

describe('no-secrets', () => {
  it.each(SECRET_TEXTS.found)(
    'finds $text wherever it stands, and never shows it',
    ({ text: secret, what }) => {
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
        expect(found.join(), place).toContain(what);
        expect(JSON.stringify(failing(example)), place).not.toContain(secret);
      }
    },
  );

  it.each(['authorization', 'http.request.header.cookie', 'userPassword', 'x-api-key', 'refresh_token'])(
    'takes a value under the name %s for a secret unless it is redacted',
    name => {
      const leaks = (value: string) =>
        failing({ logs: [log({ at: 50, attributes: { req: { [name]: value } } })] })['no-secrets'];
      expect(leaks('opaque-value')?.join()).toContain("has a secret's name");
      for (const redacted of ['[Redacted]', '***', '<redacted>', '']) expect(leaks(redacted)).toBeUndefined();
    },
  );

  it('leaves numbers, paths and authors alone, but for numbers that are secrets', () => {
    const attributes = {
      token: 512,
      pwd: '/srv/app',
      'package.author': 'Ann <ann@shop.example>',
      package: { maintainers: [{ email: 'ann@shop.example' }] },
    };
    expect(failing({ spans: [span({ attributes })] })).toEqual({});
    expect(Object.keys(failing({ spans: [span({ attributes: { cvv: 123 } })] }))).toEqual(['no-secrets']);
  });

  it.each(SECRET_TEXTS.harmless)('shows %j as it is', text => {
    expect(hideSecrets(text)).toBe(text);
  });
});
