import { describe, expect, it } from 'vitest';
import { findSecret, hideSecrets, SECRET_PATTERNS } from '../../src/checks/secret-patterns.ts';
import { redactText } from '../../src/logs/secrets.ts';
import { isSecretName } from '../../src/shared/secret-names.ts';
import {
  findVarying,
  VARYING_IN_MESSAGES,
  VARYING_IN_NAMES,
  withoutStableParts,
} from '../../src/shared/varying-text.ts';
import { failing, log, span } from '../checks/example-facts.ts';
import { builders, expressions } from './expressions.ts';

/** Files and folders whose expressions meet what the user's own machine and code hold, and nothing that somebody sends. */
const NOT_REMOTE: Readonly<Record<string, string>> = {
  'bundling/': 'modules of the project',
  'command-line/': 'what the user types',
  'doctor/': 'files of the project',
  'preload/hooks/module-name.ts': 'paths of modules',
  'preload/foundation/plug-and-play.ts': 'NODE_OPTIONS',
  'preload/libraries/work/node-cron.ts': 'the stack of the application',
  'preload/sdk/own-sdk/own-sdk-notice.ts': 'the stack of the application',
  'preload/delivery/names/name-service.ts': '/etc/nsswitch.conf',
  'preload/libraries/routes/express-layer.ts': 'routes as the application declares them',
};

/** Files that build expressions while they run: of parts that are written, or of what the user configures. */
const BUILDERS = [
  'checks/expectations/matcher.ts',
  'checks/score/unit.ts',
  'checks/secret-patterns.ts',
  'config/generic-name.ts',
  'preload/hooks/hook-import-off-thread.ts',
  'preload/libraries/databases/query/query-error.ts',
  'preload/libraries/databases/query/tokens.ts',
  'preload/sdk/sampling/ratio-sampler.ts',
  'shared/content-names.ts',
  'shared/varying-text.ts',
  'view/server/page.ts',
];

/** Of what hostile texts are made: a piece again and again, after a beginning that an expression looks for. */
const PIECES = [
  ...[
    ' ',
    '\n',
    '\n ',
    'a',
    'A',
    '0',
    '-',
    '.',
    '_',
    '=',
    ':',
    '/',
    '@',
    '?',
    '&',
    '"',
    "'",
    '{',
    '[',
    '(',
    '\\',
    ',',
  ],
  ...[
    ';',
    '*',
    '$',
    '#',
    '<',
    '+',
    'é',
    '\u001B[',
    'a=',
    'a=b ',
    'a:',
    'a.',
    'a-',
    '{ a: ',
    '{a',
    '{"',
    '["',
    'a@a.',
  ],
  ...['://', 'a://', '1.', '1 ', '0a', 'aA0', '%2', '${', '\n at '],
];

const LONG = 12_000;

/** Milliseconds below which nothing is measured again, and how much slower a text that is four times as long may be. */
const FAST = 20;
const SLOWER = 9;

const wordsIn = (pattern: string) => [
  ...new Set(pattern.replace(/\\[a-zA-Z]/g, ' ').match(/[A-Za-z][A-Za-z-]+[:=]?/g) ?? []),
];

/** The texts on which a call takes a time that grows with more than their length. */
function slowOn(call: (text: string) => unknown, words: readonly string[]): string[] {
  const beginnings = ['', ...words.slice(0, 3), '{ a: ', 'a://'];
  const pieces = [...PIECES, ...words.flatMap(word => [word, `${word} `, `${word}: `])];
  return beginnings.flatMap(beginning =>
    pieces
      .filter(piece => isSlow(length => call(`${beginning}${piece.repeat(length / piece.length)}\u0000`)))
      .map(piece => JSON.stringify(`${beginning}${piece}…`)),
  );
}

function isSlow(call: (length: number) => unknown, now = () => performance.now()): boolean {
  const measure = (length: number) => {
    const start = now();
    call(length);
    return now() - start;
  };
  if (measure(LONG) < FAST) return false;
  // The least of several: whatever else the machine does only adds. And twice, for an expression is compiled meanwhile.
  const least = (length: number) => Math.min(...Array.from({ length: 4 }, () => measure(length)));
  const grows = (length: number) => least(length) > FAST && least(length) > SLOWER * least(length / 4);
  return grows(LONG) && grows(2 * LONG);
}

const isRemote = (file: string) => !Object.keys(NOT_REMOTE).some(local => file.startsWith(local));
const remote = expressions().filter(({ file }) => isRemote(file));

describe('every expression that may meet text from outside', () => {
  it('is found, and none is built but in files that are known', () => {
    expect(remote.length).toBeGreaterThan(200);
    expect(builders().filter(isRemote).sort()).toEqual(BUILDERS);
    const files = expressions().map(({ file }) => file);
    expect(Object.keys(NOT_REMOTE).filter(local => !files.some(file => file.startsWith(local)))).toEqual([]);
  });

  it('takes a time that grows with the text', { timeout: 120_000 }, () => {
    const slow = remote.flatMap(({ file, pattern, flags }) => {
      const everywhere = new RegExp(pattern, [...new Set(`${flags.replace('y', '')}g`)].join(''));
      const texts = slowOn(text => text.replace(everywhere, ''), wordsIn(pattern));
      return texts.length === 0 ? [] : [`${file}: /${pattern}/${flags} on ${texts[0]}`];
    });
    expect(slow).toEqual([]);
  });
});

/** What is made of expressions, whole: the texts of each are those of its parts. */
const WHOLE: Readonly<Record<string, (text: string) => unknown>> = {
  redactText: text => redactText(`${text}@`),
  isSecretName,
  findSecret,
  hideSecrets,
  'the varying part of a name': text => findVarying(text, VARYING_IN_NAMES),
  'the varying part of a message': text => findVarying(withoutStableParts(text), VARYING_IN_MESSAGES),
  'all checks of a log record': body => failing({ logs: [log({ at: 50, body })] }),
  'all checks of a span': name => failing({ spans: [span({ name, attributes: { note: name } })] }),
};

describe('texts made to be slow', () => {
  const words = [
    'password="$',
    'password=*',
    'x://a:b',
    '%3a%2f%2f',
    'cookie:',
    'bearer ',
    'token=',
    '\n',
    '"password":"',
    '\\"token\\":',
    'authorization: mac ',
  ];

  it.each(Object.keys(WHOLE))('are no slower than others for %s', { timeout: 60_000 }, what => {
    expect(slowOn(text => WHOLE[what]?.(text), words)).toEqual([]);
  });

  it.each([
    { what: '60,000 line breaks', text: '\n'.repeat(60_000) },
    { what: '40,000 cookies', text: 'cookie:'.repeat(40_000) },
    { what: '40,000 e-mail addresses that are none', text: 'a@a.'.repeat(40_000) },
  ])('pass the checks in a moment: $what', { timeout: 30_000 }, ({ text }) => {
    const start = performance.now();
    failing({ logs: [log({ at: 50, body: text })], spans: [span({ attributes: { note: text } })] });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('are measured by what tells slow from fast', () => {
    let milliseconds = 0;
    const takes = (cost: (length: number) => number) =>
      isSlow(
        length => {
          milliseconds += cost(length) / 1e6;
        },
        () => milliseconds,
      );
    expect(takes(length => 0.5 * length * length)).toBe(true);
    expect(takes(length => 5_000 * length)).toBe(false);
    expect(SECRET_PATTERNS.length).toBeGreaterThan(5);
  });
});
