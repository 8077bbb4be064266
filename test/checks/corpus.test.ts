import { describe, expect, it } from 'vitest';
import { BODIES } from './corpus/bodies.ts';
import type { Corpus } from './corpus/corpus.ts';
import { LABELS } from './corpus/labels.ts';
import { MESSAGES } from './corpus/messages.ts';
import { SECRET_NAMES } from './corpus/secret-names.ts';
import { SECRET_TEXTS } from './corpus/secret-texts.ts';
import { SPAN_NAMES } from './corpus/span-names.ts';
import { type Example, failing, log, point, span } from './example-facts.ts';

const inRequest = span();
const written = (fields: Parameters<typeof log>[0]) =>
  log({ traceId: inRequest.traceId, spanId: inRequest.spanId, ...fields });

/** Each check that decides by what a text looks like, its corpus, and the telemetry that has such a text in it. */
const JUDGED: readonly { check: string; of: string; corpus: Corpus; example: (text: string) => Example }[] = [
  {
    check: 'span-names-low-cardinality',
    of: 'span names',
    corpus: SPAN_NAMES,
    example: name => ({ spans: [span({ name })] }),
  },
  {
    check: 'span-names-low-cardinality',
    of: 'routes',
    corpus: {
      found: SPAN_NAMES.found.filter(({ text }) => text.startsWith('GET /')),
      harmless: SPAN_NAMES.harmless.filter(text => text.startsWith('GET /')),
    },
    example: name => ({ spans: [span({ attributes: { 'http.route': name.slice('GET '.length) } })] }),
  },
  {
    check: 'log-messages-stable',
    of: 'messages',
    corpus: MESSAGES,
    example: body => ({ spans: [inRequest], logs: [written({ body })] }),
  },
  {
    check: 'logs-structured',
    of: 'bodies',
    corpus: BODIES,
    example: body => ({ spans: [inRequest], logs: [written({ body })] }),
  },
  {
    check: 'no-secrets',
    of: 'texts',
    corpus: SECRET_TEXTS,
    example: note => ({ spans: [span({ attributes: { note } })] }),
  },
  {
    check: 'no-secrets',
    of: 'names',
    corpus: SECRET_NAMES,
    example: name => ({ spans: [span({ attributes: { [name]: 'opaque value' } })] }),
  },
  {
    check: 'metrics-low-cardinality',
    of: 'labels',
    corpus: LABELS,
    example: text => {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
      return { metricPoints: [point({ attributes: { [name]: value } })], expected: { metrics: true } };
    },
  },
];

describe.each(JUDGED)('$check, by the look of $of', ({ check, corpus, example }) => {
  it.each(corpus.found)('finds $text', ({ text, what }) => {
    expect(failing(example(text))[check]?.join('\n')).toContain(what);
  });

  it.each(corpus.harmless)('leaves %j alone', text => {
    expect(failing(example(text))[check]).toBeUndefined();
  });
});

/** Texts in which a careless pattern starts again at every character. */
const LONG = ['-', 'a-', 'a.', 'a@', '/a?', '://a:', '{ a: ', '4 ', 'GB29 ', 'eyJaaaaaaaa'];

describe('checks of texts', () => {
  it.each(LONG)('judge a text of 100,000 characters, %j again and again, in less than a second', unit => {
    const text = unit.repeat(100_000 / unit.length);
    const started = performance.now();
    failing({ spans: [span({ name: text })], logs: [log({ body: text, at: 50 })] });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
