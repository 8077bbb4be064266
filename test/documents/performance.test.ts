import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const [, quoted = ''] = /<!-- performance -->\n([\s\S]*)<!-- \/performance -->/.exec(read('README.md')) ?? [];

const START = 'Express by ES modules: start until it listens';

describe('docs/performance.md', () => {
  it.each(rows(quoted))('has what README quotes: $what', ({ what, figures }) => {
    const measured = rows(read('docs/performance.md')).find(row => row.what === what);
    expect(measured?.figures.slice(0, figures.length)).toEqual(figures);
  });

  it('has the start of an application of ES modules as README tells it', () => {
    const told = /as ES modules starts in ([\d,]+ ms); with the official preload it takes ([\d,]+ ms)/;
    const [, ours, official] = told.exec(read('README.md')) ?? [];
    const { figures } = rows(read('docs/performance.md')).find(({ what }) => what === START) ?? {};
    expect(figures?.slice(1, 3)).toEqual([ours, official]);
  });
});

/** The rows of Markdown tables that have a name and figures. */
function rows(markdown: string) {
  return markdown
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| -') && !line.startsWith('|  |'))
    .map(line => {
      const [what = '', ...figures] = line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim());
      return { what, figures };
    });
}
