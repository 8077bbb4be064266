import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;

const PAGES = readdirSync(join(ROOT, 'docs'))
  .filter(name => name.endsWith('.md'))
  .map(name => `docs/${name}`);

/** Targets of links and pictures that stay in the repository. */
function linksOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target));
}

/** As GitHub makes them from headings. */
function anchorsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

function problemOf(page: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(file)) return `${page}: there is no ${relative(ROOT, file)}`;
  if (anchor && !anchorsOf(file).includes(anchor)) return `${page}: ${target} has no such heading`;
  return undefined;
}

describe('links of the documents', () => {
  it('lead somewhere', () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...PAGES];
    const problems = pages.flatMap(page => linksOf(page).map(target => problemOf(page, target)));

    expect(problems.filter(problem => problem !== undefined)).toEqual([]);
  });

  it('lead from the index to every page, once', () => {
    const pages = linksOf('docs/README.md').filter(target => !target.startsWith('images/'));
    const listed = pages.map(name => `docs/${name}`);

    expect(listed.sort()).toEqual(PAGES.filter(page => page !== 'docs/README.md').sort());
  });
});
