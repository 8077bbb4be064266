// Writes docs/libraries.md from the tables of what is instrumented: `npm run docs`.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledInstrumentations } from './build/bundled-instrumentations.mjs';
import { compiled } from './compiled.mjs';
import { heldByTests } from './held-by-tests.mjs';

/**
 * @typedef {{
 *   name: string, kind: string, targets: Record<string, string[]>, arrives: string[], isOff: boolean,
 * }} Row
 */

const root = fileURLToPath(new URL('..', import.meta.url));

const DOCUMENT = `${root}/docs/libraries.md`;

/** Titles of the sections, in their order. */
const KINDS = {
  http: 'HTTP and calls',
  graphql: 'GraphQL',
  database: 'Databases',
  ai: 'Generative AI',
  work: 'Work: schedulers, queues, messages',
  logger: 'Loggers',
  context: 'Context',
  runtime: 'Node.js itself',
};

const HEAD = `# Libraries

otel-run instruments these libraries without a change to the application. \`npm run docs\` writes this page from the tables
that the build and \`otel-run doctor\` read, and a test fails if the page is out of date. \`otel-run doctor\` shows the same
for the packages that an application has installed.

The name in the first column switches a row off: \`OTEL_NODE_DISABLED_INSTRUMENTATIONS=pg,redis\`. Rows marked *off* are off
by default. To switch one on, list the names of all rows that you want in \`OTEL_NODE_ENABLED_INSTRUMENTATIONS\`. The last
column lists the versions that the tests of this repository run against. \`npm run check:latest\` tries the newest versions.
`;

const TAIL = `## LangChain and LangGraph

OpenTelemetry has no instrumentation for them. Third-party instrumentations record prompts and answers by default, so
otel-run bundles none of them. Requests through a client above have their spans. \`@langchain/openai\` and
\`@langchain/anthropic\` use such clients. To get spans of chains and graphs, add an instrumentation of your choice with
\`OTEL_RUN_EXTEND\`.
`;

/**
 * Every library in the tables.
 *
 * @returns {Promise<readonly Row[]>}
 */
export async function libraries() {
  const { libraryList } = await compiled('src/libraries/library-list.ts');
  return libraryList(bundledInstrumentations());
}

/** The page from the current tables. */
export async function libraryDocument() {
  const rows = await libraries();
  const tested = testedVersions();
  const sections = Object.entries(KINDS).map(([kind, title]) => {
    const listed = rows
      .filter(row => row.kind === kind)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    return `## ${title}\n\n${table(listed, tested)}\n`;
  });
  return [HEAD, ...sections, await heldByTests(rows), TAIL].join('\n');
}

function table(rows, tested) {
  const lines = rows.map(({ name, targets, arrives, isOff }) => {
    const packages = Object.entries(targets);
    const cells = [
      `\`${name}\`${isOff ? ' *off*' : ''}`,
      packages.map(([target, versions]) => `\`${target}\` ${versionsOf(versions)}`.trimEnd()).join('<br>') ||
        'Node.js',
      arrives.join('; '),
      packages.flatMap(([target]) => tested.get(target) ?? []).join(', '),
    ];
    return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| name | versions | what arrives | tested |', '|---|---|---|---|', ...lines].join('\n');
}

function versionsOf(versions) {
  return versions.includes('*') ? '' : [...new Set(versions)].join(', ');
}

/** Package → its versions in tests: those that are always installed, and those that a script installs. */
export function testedVersions() {
  const found = new Map();
  const note = (name, version) => found.set(name, [...new Set([...(found.get(name) ?? []), version])]);
  const { devDependencies } = read('package.json');
  const files = readdirSync(`${root}/test/fixtures`, { recursive: true })
    .map(file => `test/fixtures/${file}`)
    .filter(file => !/[\\/]node_modules[\\/]/.test(file));
  const projects = files.filter(file => /[\\/]package\.json$/.test(file)).map(read);
  const lists = [
    devDependencies,
    ...projects.map(({ dependencies = {}, devDependencies = {} }) => ({
      ...dependencies,
      ...devDependencies,
    })),
    ...files.filter(file => /[\\/]versions\.json$/.test(file)).flatMap(file => Object.values(read(file))),
  ];
  for (const list of lists) {
    for (const [name, wanted] of Object.entries(list)) {
      const [, aliased, version] = /^npm:(.+)@([^@]+)$/.exec(wanted) ?? [undefined, name, wanted];
      if (/^\d/.test(version)) note(aliased, version);
    }
  }
  for (const versions of found.values()) versions.sort(new Intl.Collator('en', { numeric: true }).compare);
  return found;
}

function read(path) {
  return JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOCUMENT, await libraryDocument());
