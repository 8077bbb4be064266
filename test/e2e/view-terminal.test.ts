import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';
import { viewEnvironment } from '../helpers/view.ts';

const IN_TERMINAL = new URL('../fixtures/run-in-terminal.py', import.meta.url).pathname;
const hasTerminal = spawnSync('python3', ['-c', 'import pty']).status === 0;

const folder = mkdtempSync(join(tmpdir(), 'otel-run-views-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const REQUEST_LINE = /▸ GET \/half 200 [\d.]+ ms · \d+ spans? http:\/\/127\.0\.0\.1:\d+\/t\/[\da-f]{8}\r\n/g;

describe.skipIf(!hasTerminal)('otel-run view on a terminal', { concurrent: true }, () => {
  const inTerminal = async (flags: readonly string[], env: Record<string, string>) => {
    const argv = [
      process.execPath,
      OTEL_RUN,
      'view',
      '--port',
      '0',
      ...flags,
      '--',
      'node',
      'half-lines.cjs',
    ];
    const options = { env: { ...viewEnvironment(folder), NO_COLOR: '1', ...env } };
    return (await run(['python3', IN_TERMINAL, '', ...argv], options)).stdout;
  };

  it('writes a line a request, and none within a line of the application', async () => {
    const output = await inTerminal([], { TERM: 'xterm' });
    expect(output.match(REQUEST_LINE)).toHaveLength(3);
    const own = output.replace(/^otel-run view: .*\r\n/m, '').replace(REQUEST_LINE, '');
    expect(own).toMatch(/^begun 1, ended\r\nbegun 2, ended\r\nbegun 3, ended\r\n/);
    expect(output).toMatch(/^begun 1, ended\r\n▸|▸.*\r\nbegun 2/m);
  });

  it('writes none with --quiet', async () => {
    expect(await inTerminal(['--quiet'], { TERM: 'xterm' })).toMatch(
      /^begun 1, ended\r\nbegun 2, ended\r\nbegun 3, ended\r\n/,
    );
  });

  it('writes none on a terminal that can do nothing', async () => {
    expect(await inTerminal([], { TERM: 'dumb' })).not.toContain('▸');
  });
});
