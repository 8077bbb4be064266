import { describe, expect, it } from 'vitest';
import { findingBlocks, warningLines } from '../../src/command-line/words.ts';
import { finding } from '../../src/config/finding.ts';
import { escapeMarkup } from '../../src/report/escape-markup.ts';
import { smokeJunit } from '../../src/report/junit.ts';
import { smokeMarkdown } from '../../src/report/markdown.ts';
import { toSmokeReport } from '../../src/report/report.ts';
import { telemetryLines } from '../../src/report/telemetry-lines.ts';
import { smokeText } from '../../src/report/terminal/text.ts';
import { printable, printableAll } from '../../src/shared/printable.ts';
import { smokeHtml } from '../../src/smoke/html.ts';
import { type Example, facts as factsOf, log, processEntry, span } from '../checks/example-facts.ts';

/** What a terminal or a reader's eye obeys. */
const CONTROLS = {
  'a colour': '\u001B[31m',
  'a cursor movement': '\u001B[2A\u001B[2K',
  'a title': '\u001B]0;title\u0007',
  'a hyperlink': '\u001B]8;;https://evil.example\u001B\\',
  'a C1 sequence': '\u009B31m',
  'a C1 string': '\u0090x\u009C',
  NUL: 'a\u0000b',
  'a backspace': 'a\u0008b',
  'a carriage return': 'a\rb',
  'a line break': 'a\nb',
  'a line separator': 'a\u2028b',
  'an override of the direction': '\u202Eabc\u202C',
  'an isolate': '\u2066abc\u2069',
  'a mark of the direction': 'a\u200Fb\u061C',
};

const OBEYED = /[^\P{Cc}\n]|[\p{Bidi_Control}\u2028\u2029]/u;

const rows = Object.entries(CONTROLS).map(([what, text]) => ({ what, text: `x${text}y` }));

/** Everything in telemetry, in a command and in its environment that a report shows. */
function factsWith(text: string) {
  const resource = { 'service.name': text, 'process.pid': 7 };
  return factsOf({
    spans: [
      span({ resource, name: text, kind: 'server', attributes: { [text]: text, 'code.file.path': text } }),
      span({ resource, name: `${text} 4711`, status: { code: 'error', message: text } }),
    ],
    logs: [log({ resource, at: 50, body: text, severityText: text, attributes: { password: text } })],
    processes: [processEntry({ argv: ['node', text], reason: text })],
    requests: [{ method: 'GET', url: 'http://127.0.0.1/x', status: null, error: text, durationMs: 1 }],
    command: { argv: ['node', text], lastOutput: [text] },
  } as Example);
}

describe('no control character reaches a reader', () => {
  it.each(rows)('$what in what a command sent', ({ text }) => {
    const facts = factsWith(text);
    const report = toSmokeReport(facts, { only: [], allow: [] });
    const outputs = {
      terminal: smokeText(report, facts, { paint: (_, shown) => shown }),
      junit: smokeJunit(report, facts),
      html: smokeHtml(report, facts, '/work/shop'),
      markdown: smokeMarkdown(report, facts),
      lines: telemetryLines(facts.telemetry).join('\n'),
    };
    for (const [where, output] of Object.entries(outputs))
      expect(OBEYED.exec(output)?.[0], where).toBeUndefined();
  });

  it.each(rows)('$what in a value of the environment', ({ text }) => {
    const found = [finding('value-unknown', 'OTEL_RUN_METRICS', { value: text, accepted: [] } as never)];
    expect(OBEYED.exec(findingBlocks(found) + warningLines(found))).toBeNull();
  });

  it.each(rows)('$what in a plain value', ({ text }) => {
    expect(OBEYED.exec(printable(text))).toBeNull();
    expect(OBEYED.exec(JSON.stringify(printableAll({ a: [text] })))).toBeNull();
    expect(OBEYED.exec(escapeMarkup(text).replace(/[\r\u2028]/g, ''))).toBeNull();
  });

  it('and a string without one stays as it is', () => {
    for (const text of ['', 'GET /orders/:id', 'Grüße, 你好 👩‍💻', '\u00E9'])
      expect(printable(text)).toBe(text);
  });
});
