import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLE = 'src/preload/part-table.ts';

const ROW = /^ {2}'?([\w-]+)'?: typeof import\('([^']+)'\);$/gm;

/**
 * Name → module of each part in the table, in the form for the bundler: paths
 * from the project's root, and packages.
 */
export function partTable(root) {
  const rows = [...readFileSync(join(root, TABLE), 'utf8').matchAll(ROW)];
  return Object.fromEntries(
    rows.map(([, name, module]) => [name, module.startsWith('.') ? join('src/preload', module) : module]),
  );
}
