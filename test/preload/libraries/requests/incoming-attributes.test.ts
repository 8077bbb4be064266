import type { IncomingMessage } from 'node:http';
import type { Attributes } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { incomingAttributes } from '../../../../src/preload/libraries/requests/incoming-attributes.ts';

const UTILITIES = new URL(
  '../../../../node_modules/@opentelemetry/instrumentation-http/dist/utils.mjs',
  import.meta.url,
).href;

type AttributesOf = (request: object, options: object, logger: object) => Attributes;

/** Visible characters of ASCII, and two that a request may carry beside them. */
const CHARACTERS = [...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)), '\t', 'ÿ'];

const URLS = [
  ...CHARACTERS.flatMap(character => [
    character,
    ...['/_', '/_/_', '/a_b', '/a/_', '/a?_', '/?a=_'].map(url => url.replaceAll('_', character)),
  ]),
  ...['/..', '/../a', '/./a', '/a/..', '/a/../b', '/a/./b', '/...', '/.well-known/a', '/%2e%2e/a', '/a%2Fb'],
  ...['/', '//a/b', '/a//b', '/a?', '/a?b?c', '/a?token=b&sig=c', 'http://other.test/a?b', '/a?b#c', ''],
];

const HOSTS = [
  ...[
    'localhost',
    'LOCALHOST',
    'a_b:80',
    'a-',
    'xn--a',
    'x.test',
    'a:0',
    'a:65535',
    'a:65536',
    'a:',
    undefined,
  ],
  ...['127.0.0.1:8080', '199.1.1.1', '256.1.1.1', '08.1.1.1', '1.1.1.09', '1.2.3', '[::1]:80', 'a@b', 'a b'],
];

describe('the attributes of incoming requests', () => {
  it('are those of upstream, for every target and host', async () => {
    const { getIncomingRequestAttributes }: { getIncomingRequestAttributes: AttributesOf } = await import(
      UTILITIES
    );
    let own = 0;
    const different = URLS.flatMap(url => HOSTS.map(host => [url, host] as const)).filter(([url, host]) => {
      const request = {
        ...{ url, method: 'GET', headers: { host }, httpVersion: '1.1' },
        socket: { remoteAddress: '127.0.0.1', remotePort: 4321 },
      };
      const upstream = sorted(getIncomingRequestAttributes(request, { component: 'http' }, { verbose() {} }));
      const ours = incomingAttributes(request as unknown as IncomingMessage, 'http', () => ({}));
      if (Object.keys(ours).length === 0) return false;
      own++;
      return JSON.stringify(sorted(ours)) !== JSON.stringify(upstream);
    });

    expect(different).toEqual([]);
    expect(own).toBeGreaterThan(2000);
  });
});

function sorted(attributes: Attributes): readonly unknown[] {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .sort();
}
