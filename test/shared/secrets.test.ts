import { ROOT_CONTEXT, SeverityNumber, SpanStatusCode } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { findSecret, hideSecrets } from '../../src/checks/secret-patterns.ts';
import { redact } from '../../src/config/redact.ts';
import { newBounds, toMap } from '../../src/logs/plain-value.ts';
import { redactSpans } from '../../src/logs/redact-spans.ts';
import { REDACTED, redactQuery, redactText } from '../../src/logs/secrets.ts';
import { recordUncaughtError } from '../../src/preload/errors/record-error.ts';
import { createLoggerProvider } from '../../src/preload/sdk/logging.ts';
import { isSecretName } from '../../src/shared/secret-names.ts';
import { SECRET_TEXTS as checked } from '../checks/corpus/secret-texts.ts';
import { failing, log } from '../checks/example-facts.ts';
import * as corpus from './secret-corpus.ts';
import { HUSH } from './secret-corpus.ts';

const written = Object.entries(corpus.FORMS).flatMap(([form, write]) =>
  corpus.SECRET_WORDS.map(words => ({ form, name: write(words) })),
);
const secretNames = [...written, ...corpus.OTHER_SECRET_NAMES.map(name => ({ form: 'as it is', name }))];

/** What doctor prints of a resource attribute, the exporter sends of a field and of a span's attribute. */
const SHOWN = {
  doctor: (name: string) => redact('OTEL_RESOURCE_ATTRIBUTES', `${name}=${HUSH}`),
  'a log record': (name: string) => JSON.stringify(toMap({ [name]: HUSH }, newBounds(), [])),
  'a nested field': (name: string) => JSON.stringify(toMap({ a: [{ [name]: HUSH }] }, newBounds(), [])),
  'a span': (name: string) => JSON.stringify(exportedSpan({ attributes: { [name]: HUSH } })),
  'an event of a span': (name: string) => JSON.stringify(exportedSpan({ event: { [name]: HUSH } })),
};

describe('one table of secrets', () => {
  it.each(secretNames)('has $name ($form), and all who read it agree', ({ name }) => {
    expect(isSecretName(name)).toBe(true);
    for (const [place, shown] of Object.entries(SHOWN)) expect(shown(name), place).not.toContain(HUSH);
    expect(Object.keys(failing({ logs: [log({ at: 50, attributes: { [name]: HUSH } })] }))).toContain(
      'no-secrets',
    );
  });

  it.each(corpus.HARMLESS_NAMES)('does not have %s, and all who read it agree', name => {
    expect(isSecretName(name)).toBe(false);
    for (const [place, shown] of Object.entries(SHOWN)) {
      if (place !== 'doctor' || !isSecretName(name, 'parameter')) expect(shown(name), place).toContain(HUSH);
    }
    const words = { logs: [log({ at: 50, attributes: { [name]: 'opaque value' } })] };
    expect(failing(words)['no-secrets']).toBeUndefined();
  });

  it.each(corpus.SECRET_PARAMETERS)('has the parameter %s', name => {
    for (const text of [
      `/a?${name}=${HUSH}`,
      `https://x.example/a?b=1&${name}=${HUSH}#c`,
      `?${name}=${HUSH}&b=1`,
    ]) {
      expect(findSecret(text), text).toBeDefined();
      expect(redactText(text), text).not.toContain(HUSH);
      expect(findSecret(redactText(text)), text).toBeUndefined();
    }
    expect(redactQuery(`${name}=${HUSH}&b=1`)).toBe(`${name}=${REDACTED}&b=1`);
    expect(redactQuery(`b=1&${name}=${HUSH}`)).toBe(`b=1&${name}=${REDACTED}`);
  });

  it.each(corpus.HARMLESS_PARAMETERS)('does not have the parameter %s', name => {
    const text = `/a?b=1&${name}=${HUSH}`;
    expect(redactText(text)).toBe(text);
    expect(findSecret(text)).toBeUndefined();
  });
});

describe('numbers under a secret name', () => {
  it('stay where they count, and go where they are the secret', () => {
    const fields = { token: 512, cookies: 3, password: 1234, otp: 123456, cvv: 123, session: 5, apiKey: 7n };
    expect(toMap(fields, newBounds(), [])).toEqual({
      ...{ token: 512, cookies: 3, session: 5, apiKey: 7 },
      ...{ password: REDACTED, otp: REDACTED, cvv: REDACTED },
    });
  });

  it('and what is absent, empty, yes or no stays, and the objects of a session are looked into', () => {
    const fields = { password: null, secret: true, token: '', session: { user: 'ann', id_token: 'x' } };
    expect(toMap(fields, newBounds(), [])).toEqual({
      ...fields,
      session: { user: 'ann', id_token: REDACTED },
    });
  });
});

/** Who wrote something, and numbers of accounts: smoke reports them, export leaves them to the application. */
const PERSONAL = ['an e-mail address', 'a card number', 'an IBAN', 'a social security number'];

/** What an export hides to be sure, and smoke does not report. */
const HIDDEN_ANYWAY = [
  ...['/search?key=name', 'pwd=/srv/app'],
  ...['postgres://app:***@db/orders', 'postgres://app:xxxxx@db/orders'],
];

const texts = Object.entries(corpus.SECRET_TEXTS).map(([what, text]) => ({ what, text }));

describe('a secret in text', () => {
  it.each(texts)('is found in $what, wherever that stands', ({ text }) => {
    const error = Object.assign(new Error(text), { cause: new Error(text), statement: text });
    const places = {
      'a field': toMap({ note: text, list: [text], deep: { note: text }, error }, newBounds(), []),
      'a span': exportedSpan({
        name: `SELECT ${text}`,
        attributes: { 'db.query.text': text, list: [text, 'x'] },
        event: { 'exception.message': text, 'exception.stacktrace': `Error: ${text}` },
        status: text,
      }),
      'the record of an uncaught error': exportedRecord(provider =>
        recordUncaughtError(provider, error, ROOT_CONTEXT),
      ),
      'a record by the API': exportedRecord(provider =>
        provider.getLogger('x').emit({ body: { note: text }, attributes: { note: text } }),
      ),
    };
    for (const [place, exported] of Object.entries(places)) {
      expect(JSON.stringify(exported), place).toContain(REDACTED);
      expect(JSON.stringify(exported), place).not.toContain(HUSH);
    }
  });

  it.each(corpus.HARMLESS_TEXTS)('is not taken for one in %s', text => {
    expect(redactText(text)).toBe(text);
  });

  it.each(Object.entries(corpus.NUMBERS_IN_JSON))('is found or left in %s', (_, [text, shown]) => {
    expect(redactText(text)).toBe(shown);
    expect(redactText(shown)).toBe(shown);
  });

  it.each([
    { shortest: 'basic credentials', text: 'basic YTpiYmJi', shown: 'basic [REDACTED]' },
    { shortest: 'a bearer token', text: 'bearer 12345678', shown: 'bearer [REDACTED]' },
    { shortest: 'a parameter', text: 'pwd=x', shown: 'pwd=[REDACTED]' },
    { shortest: 'an encoded URL', text: 'a%3a%2f%2fb:c@d', shown: 'a%3a%2f%2f[REDACTED]@d' },
  ])('is found in the shortest: $shortest', ({ text, shown }) => {
    expect(redactText(text)).toBe(shown);
  });

  it.each(checked.found.filter(({ what }) => !PERSONAL.includes(what)))(
    'that smoke finds is hidden: $text',
    ({ text }) => {
      expect(findSecret(text)).toBeDefined();
      expect(findSecret(redactText(`it was ${text}`))).toBeUndefined();
    },
  );

  it.each(checked.harmless.filter(text => !HIDDEN_ANYWAY.includes(text)))(
    'that smoke leaves is left: %s',
    text => {
      expect(redactText(text)).toBe(text);
    },
  );

  it.each(texts)('of $what leaves nothing for smoke to find', ({ text }) => {
    const redacted = redactText(text);
    expect(hideSecrets(redacted)).toBe(redacted);
    expect(redactText(redacted)).toBe(redacted);
  });
});

describe('pairs of names and values', () => {
  const PAIRS = {
    'raw headers': ['Host', 'x.example', 'Authorization', HUSH, 'Accept', '*/*'],
    'one raw header': ['X-Api-Key', HUSH],
    'lists of two': [
      ['accept', '*/*'],
      ['cookie', HUSH],
    ],
    'entries of a form': [
      ['name', 'ann'],
      ['user[password]', HUSH],
    ],
    'names and values': [
      { name: 'Accept', value: '*/*' },
      { name: 'X-Auth-Token', value: HUSH },
    ],
    'keys and values': [{ key: 'DB_PASSWORD', value: HUSH }],
    'options of a command': ['node', 'x.js', '--api-key', HUSH, '--verbose'],
    'a map': new Map([['new_password', HUSH]]),
    'a map by objects': new Map<unknown, unknown>([
      [{}, 1],
      ['token', HUSH],
    ]),
  };

  it.each(Object.entries(PAIRS))('%s: the value goes, everything else stays', (_, value) => {
    const exported = JSON.stringify(toMap({ request: { list: value } }, newBounds(), []));
    expect(exported).toContain(REDACTED);
    expect(exported).not.toContain(HUSH);
  });

  const LISTS = [
    ['password', 'email'],
    ['token', 'expired'],
    ['user', 'password'],
    [['a', 'b', 'c']],
    [{ field: 'password', message: 'too short' }],
    ['--verbose', '--token'],
  ];

  it.each(LISTS)('%j is not a pair', (...list) => {
    expect(toMap({ list }, newBounds(), [])).toEqual({ list });
  });

  it('in a list of a span, too', () => {
    const attributes = {
      'process.command_args': ['node', '--token', HUSH],
      'http.request.header.cookie': [HUSH],
    };
    expect(exportedSpan({ attributes }).attributes).toEqual({
      'process.command_args': ['node', '--token', REDACTED],
      'http.request.header.cookie': [REDACTED],
    });
  });
});

it('the record of an uncaught error keeps what is not secret', () => {
  const error = new TypeError('connect ECONNREFUSED 10.0.0.1:5432, code=ECONNREFUSED');
  const record = exportedRecord(provider => recordUncaughtError(provider, error, ROOT_CONTEXT));
  expect(record).toMatchObject({ body: error.message, attributes: { 'exception.stacktrace': error.stack } });
  expect(record.severityNumber).toBe(SeverityNumber.FATAL);
});

interface Example {
  readonly name?: string;
  readonly attributes?: Record<string, string | string[]>;
  readonly event?: Record<string, string>;
  readonly status?: string;
}

/** A span as exporters get it. */
function exportedSpan({ name = 'work', attributes = {}, event = {}, status = '' }: Example) {
  const ended: ReadableSpan[] = [];
  const keep = { onStart() {}, onEnd: (one: ReadableSpan) => void ended.push(one) };
  const done = { forceFlush: async () => {}, shutdown: async () => {} };
  const provider = new TracerProvider({ spanProcessors: [redactSpans(), { ...keep, ...done }] });
  const example = provider.getTracer('x').startSpan(name, { attributes });
  example.addEvent('exception', event);
  example.setStatus({ code: SpanStatusCode.ERROR, message: status });
  example.end();
  const [only] = ended;
  return { name: only?.name, attributes: only?.attributes, events: only?.events, status: only?.status };
}

/** A log record as exporters get it. */
function exportedRecord(emit: (provider: ReturnType<typeof createLoggerProvider>) => void) {
  const records: ReadableLogRecord[] = [];
  const done = { forceFlush: async () => {}, shutdown: async () => {} };
  const processors = [{ onEmit: (record: ReadableLogRecord) => void records.push(record), ...done }];
  emit(createLoggerProvider({ resource: resourceFromAttributes({}), processors, logRecordLimits: {} }));
  const { body, attributes, severityNumber } = records[0] as ReadableLogRecord;
  return { body, attributes, severityNumber };
}
