/**
 * The pages that the tables of docs/README.md list, in their order and under their headings: the sidebar, and what is
 * the previous and the next page.
 *
 * @param {string} index the text of docs/README.md
 * @returns {{ heading: string, pages: { title: string, file: string }[] }[]}
 */
export function pageGroups(index) {
  const groups = [];
  for (const line of index.split('\n')) {
    const [, heading] = /^## (.+)$/.exec(line) ?? [];
    if (heading) groups.push({ heading, pages: [] });
    const [, title, file] = /^\| \[(.+?)\]\((.+?\.md)\) \|/.exec(line) ?? [];
    if (title && file) groups.at(-1)?.pages.push({ title, file });
  }
  return groups;
}
