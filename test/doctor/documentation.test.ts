import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/config/messages/messages.ts';

const text = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8');
const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \| (error|warning|info) \| (.+) \| (.+) \|$/gm)];

describe('docs/doctor.md', () => {
  it('has a row for every code, with its severity', () => {
    const documented = rows.map(([, code, severity]) => `${code} ${severity}`).sort();
    const known = Object.entries(MESSAGES).map(([code, { severity }]) => `${code} ${severity}`);
    expect(documented).toEqual(known.sort());
  });

  it('says of every option of doctor what it does', () => {
    for (const option of ['--json', '--strict', '--all', '--probe'])
      expect(text).toContain(`| \`${option}\` |`);
  });
});
