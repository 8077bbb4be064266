import { describe, expect, it } from 'vitest';
import { smokeJunit } from '../../src/report/junit.ts';
import { toSmokeReport } from '../../src/report/report.ts';
import { type Example, facts, log, span } from '../checks/example-facts.ts';

/** What Jenkins' junit-10.xsd allows: attributes, those that have to be there first, and what is inside. */
const SCHEMA: Readonly<Record<string, { required: string[]; optional: string[]; inside: string[] }>> = {
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'errors'],
    inside: ['testsuite'],
  },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    inside: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    inside: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { required: [], optional: ['type', 'message'], inside: ['#text'] },
  skipped: { required: [], optional: ['type', 'message'], inside: ['#text'] },
  'system-out': { required: [], optional: [], inside: ['#text'] },
};

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly inside: Element[];
  text: string;
}

const TOKEN = /<\?xml[^>]*\?>|<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Reads the XML that a report may consist of; anything else is an error. */
function parse(xml: string): Element {
  const document: Element = { name: '#document', attributes: {}, inside: [], text: '' };
  const open = [document];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < xml.length; ) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(xml);
    if (!match) throw new Error(`not well-formed: ${xml.slice(at, at + 80)}`);
    const [, closing, name, attributes = '', empty, text] = match;
    const within = open.at(-1) as Element;
    if (text !== undefined) within.text += decode(text);
    else if (closing) expect(open.pop()?.name).toBe(name);
    else if (name) {
      const pairs = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => {
        return [key, decode(value)] as const;
      });
      const element = { name, attributes: Object.fromEntries(pairs), inside: [], text: '' };
      within.inside.push(element);
      if (!empty) open.push(element);
    }
  }
  expect(open).toEqual([document]);
  return document.inside[0] as Element;
}

function decode(text: string): string {
  return text.replace(/&([^;]*);?/g, (_, entity) => {
    expect(Object.keys(ENTITIES)).toContain(entity);
    return ENTITIES[entity] ?? '';
  });
}

function check(element: Element): void {
  const { required, optional, inside } = SCHEMA[element.name] ?? { required: [], optional: [], inside: [] };
  const names = Object.keys(element.attributes);
  expect(Object.keys(SCHEMA)).toContain(element.name);
  expect(names).toEqual(expect.arrayContaining(required));
  expect([...required, ...optional]).toEqual(expect.arrayContaining(names));
  if (!inside.includes('#text')) expect(element.text.trim()).toBe('');
  for (const child of element.inside) {
    expect(inside).toContain(child.name);
    check(child);
  }
}

function junit(example: Example): Element {
  const run = facts(example);
  return parse(smokeJunit(toSmokeReport(run, { only: [], allow: [] }), run));
}

// Everything that XML cannot hold: controls, half of a surrogate pair, what ends a section.
const EVIL = ']]></failure><x y="\u0000\u0008\u001B[31m\uFFFE\uD800\'&amp;&';

describe('the report as JUnit XML', () => {
  it.each([
    { what: 'a run in which all is well', example: {} },
    {
      what: 'failures and warnings',
      example: { command: { code: 3 }, logs: [log({ at: 50, body: 'paid 7 in 3 ms' })] },
    },
    { what: 'a run without spans and processes', example: { spans: [], processes: [] } },
    {
      what: 'strings that XML cannot hold',
      example: {
        command: {
          argv: ['node', '-e', `${EVIL}\nsecond line\t`],
          code: 3,
          lastOutput: [EVIL, 'two', 'three'],
        },
        spans: [span({ name: `load 4711 ${EVIL}` })],
      },
    },
  ] as { what: string; example: Example }[])(
    'has the shape that CI systems accept for $what',
    ({ example }) => {
      check(junit(example));
    },
  );

  it('counts test cases, failures and skips, in the suite and in all', () => {
    const all = junit({ command: { code: 3 }, logs: [log({ at: 50, body: 'paid 7' })] });
    const [suite] = all.inside as [Element];
    const having = (name: string) =>
      suite.inside.filter(({ inside }) => inside.some(child => child.name === name)).length;
    expect(suite.attributes).toMatchObject({
      tests: String(suite.inside.length),
      failures: String(having('failure')),
      skipped: String(having('skipped')),
      errors: '0',
    });
    expect(all.attributes).toMatchObject({ tests: suite.attributes.tests, failures: '1', errors: '0' });
    expect(having('system-out')).toBe(1);
  });

  it('keeps each piece of evidence in a line of its own, and every text as it was', () => {
    const [suite] = junit({
      spans: [4711, 4712].map(id => span({ name: `load ${id} <&"'> ü 🙂`, from: id })),
    }).inside;
    const failure = suite?.inside.flatMap(({ inside }) => inside).find(({ name }) => name === 'failure');
    expect(failure?.attributes).toMatchObject({ type: 'span-names-low-cardinality' });
    const lines = failure?.text.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines?.[1]).toContain('"load 4712 <&"\'> ü 🙂"');
  });

  it('says no secret of the command', () => {
    const name = junit({ command: { argv: ['node', 'job.js', 'postgres://app:hunter22@db/'] } }).inside[0]
      ?.attributes.name;
    expect(name).toBe('otel-run smoke: node job.js (not shown)db/');
  });
});
