import { expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';

/** What otel-run says about a line that it cannot read. */
async function said(argv: readonly string[]): Promise<string> {
  const told: string[] = [];
  await main(argv, {
    env: {},
    folder: '/',
    preload: '/preload.cjs',
    out: () => {},
    error: text => told.push(text),
  });
  return told.join('');
}

it.each([
  { argv: ['--open', 'node', 'x'], says: 'otel-run view has this option: otel-run view --open' },
  {
    argv: ['-s', 'a', '--request', '/x', 'node'],
    says: 'otel-run smoke has this option: otel-run smoke --request',
  },
  { argv: ['view', '--request', '/x'], says: 'otel-run smoke has this option: otel-run smoke --request' },
  { argv: ['--probe'], says: 'otel-run doctor has this option: otel-run doctor --probe' },
  { argv: ['--view', '--', 'node'], says: 'Did you mean otel-run view?' },
  { argv: ['--name', 'a', 'node'], says: '--service <name> names the runtime.' },
  { argv: ['--endpoint', 'http://x', 'node'], says: 'OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318' },
  { argv: ['--verbose', 'node'], says: 'OTEL_LOG_LEVEL=debug' },
  { argv: ['doctor', '--verbose'], says: '--all lists everything.' },
  { argv: ['smoke', '--url', 'http://x'], says: 'Use --request, as in --request /health' },
  { argv: ['smoke', '--port', '3000'], says: 'use --request http://127.0.0.1:3000/health' },
  { argv: ['view', '-p', '5000'], says: 'Did you mean --port?' },
  { argv: ['smoke', '-r', '/x'], says: 'Did you mean --request or --rate?' },
  { argv: ['-V'], says: '-v prints the version.' },
  { argv: ['--inspect', 'x.js'], says: 'Write it after node: otel-run -- node --inspect server.js' },
  {
    argv: ['view', '--inspect', 'x.js'],
    says: 'Write it after node: otel-run view -- node --inspect server.js',
  },
])('an option of another command or tool gets what to write instead: $argv', async ({ argv, says }) => {
  const text = await said(argv);

  expect(text).toMatch(/^otel-run: unknown option '-/);
  expect(text).toContain(says);
});

it('a typing error keeps its one suggestion', async () => {
  expect(await said(['--servce', 'a', 'node'])).toBe(
    "otel-run: unknown option '--servce'\n(Did you mean --service?)\nSee otel-run --help.\n",
  );
});

it('nothing is said about an option that nothing has, and its value stays secret', async () => {
  expect(await said(['--no-such-thing=secret', 'node'])).toBe(
    "otel-run: unknown option '--no-such-thing=<redacted>'\nSee otel-run --help.\n",
  );
});
