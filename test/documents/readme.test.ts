import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INTERNAL_VARIABLES, OTEL_RUN_VARIABLES } from '../../src/config/variables/otel-run.ts';
import { APPLICATION_SERIES_LIMIT, METRIC_POLICIES } from '../../src/metrics/metric-policy.ts';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

const CONFIGURATION = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

/** Variables with an option are in the table of options, and a user sets none of the internal ones. */
const LISTED = OTEL_RUN_VARIABLES.filter(({ flag, name }) => !flag && !INTERNAL_VARIABLES.includes(name));

describe('README.md and docs/configuration.md', () => {
  it('list every variable of otel-run with its default and meaning', () => {
    const rows = LISTED.map(
      ({ name, default: fallback, summary }) =>
        `| \`${name}\` | ${fallback === undefined ? '' : `\`${fallback}\``} | ${summary} |`,
    );
    const table = ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');

    expect(CONFIGURATION).toContain(`<!-- variables -->\n${table}\n<!-- /variables -->`);
  });

  it('shows an example that works', async () => {
    const { code, stdout } = await run([process.execPath, 'scripts/example.mjs'], {
      cwd: ROOT,
      timeout: 60_000,
    });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^orders +server +GET \/orders\/:id +[\d.]+ m?s/m);
    expect(stdout).toMatch(/^orders +client {6}GET +[\d.]+ m?s/m);
    expect(stdout).toMatch(/^orders +server {8}GET \/prices\/:id +[\d.]+ m?s/m);
    expect(stdout).toMatch(/^orders +INFO +order was asked for {2}orderId=7/m);
  });
});

describe('docs/metrics.md', () => {
  const text = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');

  it('shows the policy as it is', () => {
    const rows = METRIC_POLICIES.map(({ instrument, scope, attributes, transformation, seriesLimit }) => {
      const name = `\`${instrument}\`${scope ? ` of \`${scope}\`` : ''}`;
      const kept = attributes.map(attribute => `\`${attribute}\``).join(', ');
      return `| ${name} | ${kept} | ${transformation?.description ?? ''} | ${seriesLimit} |`;
    });
    const head = ['| instrument | labels that are kept | transformed | series |', '|---|---|---|---|'];

    expect(text).toContain(`<!-- policy -->\n${[...head, ...rows].join('\n')}\n<!-- /policy -->`);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `up to ${APPLICATION_SERIES_LIMIT} series for each instrument`,
    );
  });
});

describe.each(DOCUMENTS)('%s', document => {
  it('links to nothing that is not there', () => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    const links = [...text.matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(([, path]) => path ?? '');

    expect(links.filter(path => !existsSync(join(ROOT, document, '..', path)))).toEqual([]);
    // As npm installs it: what is for those who develop otel-run stays in its repository.
    const installed = links.filter(path => path !== 'CONTRIBUTING.md' && document !== 'CONTRIBUTING.md');
    expect(installed.filter(path => !existsSync(join(PACKAGE_FOLDER, document, '..', path)))).toEqual([]);
  });
});
