import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';

const DOCS = join(import.meta.dirname, '../../docs');

/** Options that every command has. Only the table of `otel-run` itself lists them. */
const COMMON = [
  '--service',
  '--environment',
  '--development',
  '--no-development',
  '--env-file',
  '--fail-open',
];

/** Options that explain themselves. */
const OBVIOUS = ['--help', '--version'];

interface OptionRow {
  /** As in `-s, --service <name>`. */
  readonly option: string;
  readonly meaning: string;
}

const TABLES = [
  { file: 'configuration.md', argv: [], without: OBVIOUS },
  { file: 'doctor.md', argv: ['doctor'], without: [...COMMON, ...OBVIOUS] },
  { file: 'smoke.md', argv: ['smoke'], without: [...COMMON, ...OBVIOUS] },
  { file: 'view.md', argv: ['view'], without: [...COMMON, ...OBVIOUS] },
];

async function helpOf(argv: readonly string[]): Promise<string> {
  let help = '';
  const out = (text: string) => {
    help += text;
  };
  await main([...argv, '--help'], { env: {}, folder: '/', preload: '/preload.cjs', error: () => {}, out });
  return help;
}

/** The list of options, with the lines of each joined. */
function optionsIn(help: string): readonly OptionRow[] {
  const [, list = ''] = /^Options:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
  const joined = list.replaceAll(/\n {20,}/g, ' ');
  return [...joined.matchAll(/^ {2}(-.*?) {2,}(.*)$/gm)].map(([, option = '', meaning = '']) => ({
    option,
    meaning,
  }));
}

/** The table that starts with `| option |`, without Markdown; `environment` is in brackets as in the help. */
function tableIn(document: string): readonly OptionRow[] {
  const [, rows = ''] = /^\| option \|.*\n\|[-|]+\n((?:\|.*\n)+)/m.exec(document) ?? [];
  return rows
    .trim()
    .split('\n')
    .map(row => {
      const [option = '', ...cells] = row.split('|').slice(1, -1).map(withoutMarkdown);
      const [meaning = '', environment] = cells.reverse();
      return { option, meaning: environment ? `${meaning} (${environment})` : meaning };
    });
}

function withoutMarkdown(cell: string): string {
  return cell
    .replaceAll(/\[(.*?)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .trim();
}

describe.each(TABLES)('the options in docs/$file', ({ file, argv, without }) => {
  it('are those of --help, in the same order and words', async () => {
    const listed = optionsIn(await helpOf(argv)).filter(
      ({ option }) => !without.some(name => option.split(/[ ,]+/).includes(name)),
    );

    expect(tableIn(readFileSync(join(DOCS, file), 'utf8'))).toEqual(listed);
  });
});
