import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageGroups } from './pages.mjs';

const REPOSITORY = 'https://github.com/otel-run/otel-run';

const index = readFileSync(new URL('../../docs/README.md', import.meta.url), 'utf8');

const sidebar = pageGroups(index).map(({ heading, pages }) => ({
  text: heading,
  items: pages.map(({ title, file }) => ({ text: title, link: `/${file.replace(/\.md$/, '')}` })),
}));

/** What a page links to outside of docs/ is not on the site: it leads to the repository. */
function linkToRepository(markdown) {
  const { link_open: open } = markdown.renderer.rules;
  markdown.renderer.rules.link_open = (tokens, position, options, env, self) => {
    const link = tokens[position];
    const target = link.attrGet('href') ?? '';
    if (target.startsWith('../')) {
      const path = posix.join('docs', target);
      link.attrSet('href', `${REPOSITORY}/${posix.extname(path) ? 'blob' : 'tree'}/main/${path}`);
    }
    return open(tokens, position, options, env, self);
  };
}

/** Links to headings are written for GitHub. */
const anchorOfGitHub = heading =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

/** Pages are not below the generator's folder, and would not find its packages. */
const packagesOfGenerator = {
  name: 'packages-of-generator',
  enforce: 'pre',
  resolveId(id, _importer, { ssr }) {
    if (!/^vue(?:\/|$)/.test(id)) return undefined;
    return ssr
      ? { id, external: true }
      : this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true });
  },
};

export default {
  title: 'otel-run',
  description: 'Run any Node.js command with OpenTelemetry',
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  srcDir: '../docs',
  outDir: 'dist',
  cacheDir: 'node_modules/.cache',
  rewrites: { 'README.md': 'index.md' },
  cleanUrls: true,
  // What the guide has its reader open on their own machine.
  ignoreDeadLinks: 'localhostLinks',
  markdown: { config: linkToRepository, anchor: { slugify: anchorOfGitHub } },
  vite: { plugins: [packagesOfGenerator] },
  transformPageData: page => ({ frontmatter: { pageClass: page.relativePath.replace(/\.md$/, '') } }),
  themeConfig: {
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [{ text: 'Changelog', link: `${REPOSITORY}/blob/main/CHANGELOG.md` }],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: 'Edit this page' },
  },
};
