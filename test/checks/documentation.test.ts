import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/checks.ts';
import { parseExpectations } from '../../src/checks/expectations/parse.ts';

const page = readFileSync(new URL('../../docs/smoke.md', import.meta.url), 'utf8');

describe('docs/smoke.md', () => {
  it('has the table of checks as the list of checks has it', () => {
    const table = /<!-- checks -->\n([\s\S]*)<!-- \/checks -->/.exec(page)?.[1];
    const rows = CHECKS.map(({ id, severity, holds }) => `| \`${id}\` | ${severity} | ${holds} |\n`);
    expect(table).toBe(`| check | severity | holds when |\n|---|---|---|\n${rows.join('')}`);
  });

  it('has an example of expectations that can be read', () => {
    const [, yaml = ''] = /```yaml\n(spans:[\s\S]*?)```/.exec(page) ?? [];
    expect(parseExpectations(yaml, 'docs/smoke.md')).toHaveLength(4);
  });
});
