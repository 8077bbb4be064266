import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'hint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'dist'));
mkdirSync(join(folder, 'src'));
mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
writeFileSync(join(folder, 'node_modules/.bin/restarter'), '');
for (const file of ['dist/server.js', 'src/server.ts']) writeFileSync(join(folder, file), '');
writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { dev: 'node x' } }));

/** What otel-run says, and its exit code; no service is named. */
async function said(argv: readonly string[]) {
  let error = '';
  const world = { env: { PATH: process.env.PATH }, folder, preload: '/preload.cjs', out: () => {} };
  const outcome = await main(argv, {
    ...world,
    error: text => {
      error += text;
    },
  });
  return { code: 'code' in outcome ? outcome.code : undefined, error };
}

describe('what is most likely meant', () => {
  it.each([
    {
      argv: ['doctr'],
      code: 127,
      says: /^otel-run: doctr: command not found\n {2}Did you mean otel-run doctor\?\n$/,
    },
    { argv: ['smok'], code: 127, says: /Did you mean otel-run smoke\?/ },
    { argv: ['doctr', '--json'], code: 127, says: /Did you mean otel-run doctor\?/ },
    {
      argv: ['-s', 'orders', 'doctor', '--json'],
      code: 125,
      says: /comes first: otel-run doctor -s orders --json\n/,
    },
    { argv: ['--environment', 'x', 'view'], code: 125, says: /comes first: otel-run view --environment x\n/ },
    {
      argv: ['./dist/server.js'],
      code: 126,
      says: /Start it with Node\.js: otel-run node \.\/dist\/server\.js\n/,
    },
    { argv: ['dist/server.js', '--port', '3'], code: 126, says: /otel-run node dist\/server\.js --port 3\n/ },
    {
      argv: ['dist/servr.js'],
      code: 127,
      says: /There is dist\/server\.js: otel-run node dist\/server\.js\n/,
    },
    {
      argv: ['src/server.ts'],
      code: 126,
      says: /otel-run node src\/server\.ts \(Node\.js 22\.18 and later\), or otel-run tsx src\/server\.ts/,
    },
    {
      argv: ['node a.js && node b.js'],
      code: 127,
      says: /Only a shell can run that: otel-run sh -c 'node a\.js && node b\.js'\n/,
    },
    {
      argv: ['node dist/server.js'],
      code: 127,
      says: /Leave the quotes out: otel-run node dist\/server\.js\n/,
    },
    {
      argv: ['PORT=4000', 'node', 'a b.js'],
      code: 127,
      says: /before otel-run: PORT=4000 otel-run node 'a b\.js'\n/,
    },
    {
      argv: ['view', 'dist/server.js'],
      code: 126,
      says: /Start it with Node\.js: otel-run view node dist\/server\.js\n/,
    },
    { argv: ['view', 'dev'], code: 127, says: /Did you mean otel-run view npm run dev\?/ },
    {
      argv: ['smoke', '-s', 'orders', 'dist/servr.js'],
      code: 127,
      says: /There is dist\/server\.js: otel-run smoke node dist\/server\.js\n/,
    },
    { argv: ['dev'], code: 127, says: /Did you mean otel-run npm run dev\?/ },
    { argv: ['smoke', '-s', 'orders', 'dev'], code: 127, says: /Did you mean otel-run smoke npm run dev\?/ },
    { argv: ['run', 'dev'], code: 127, says: /Did you mean otel-run npm run dev\?/ },
    { argv: ['run', '--', 'node', 'a b.js'], code: 127, says: /Did you mean otel-run node 'a b\.js'\?/ },
    {
      argv: ['dist/other-file.js', '--port', '3'],
      code: 127,
      says: /^otel-run: dist\/other-file\.js: command not found\n {2}dist\/other-file\.js does not exist in \S+: build it or correct it, and start it with Node\.js: otel-run node dist\/other-file\.js --port 3\n$/,
    },
    {
      argv: ['view', 'nowhere/server.js'],
      code: 127,
      says: /start it with Node\.js: otel-run view node nowhere\/server\.js\n/,
    },
    {
      argv: ['view', '--', 'restarter', 'x.js'],
      code: 127,
      says: /A package in node_modules has it: otel-run view npx restarter x\.js\n/,
    },
    {
      argv: ['view', 'http://localhost:3000'],
      code: 127,
      says: /otel-run starts the application itself, so write its command: otel-run view node server\.js\n/,
    },
  ])('$argv', async ({ argv, code, says }) => {
    // Files of a repository are found from its folder.
    const before = process.cwd();
    process.chdir(folder);
    try {
      const { code: seen, error } = await said(argv);
      expect(error).toMatch(says);
      expect(error).not.toContain('service name');
      expect(seen).toBe(code);
    } finally {
      process.chdir(before);
    }
  });

  it.each([{ argv: ['no-such-command-at-all', 'x'] }, { argv: ['--', 'doctor-of-mine'] }])(
    'is not guessed for $argv',
    async ({ argv }) => {
      const { error } = await said(argv);
      expect(error).toContain('service name');
      expect(error).not.toMatch(/Did you mean|There is|otel-run node/);
    },
  );

  it.each([{ argv: ['ui'] }, { argv: ['check', 'x'] }])(
    'is not known, but the word is named beside the findings: $argv',
    async ({ argv }) => {
      const { code, error } = await said(argv);
      expect(error).toMatch(/service name[\s\S]*otel-run: (?:ui|check): command not found\n$/);
      expect(code).toBe(125);
    },
  );

  it.each([
    { argv: ['node', 'server.js', '-s', 'shop'], option: '-s shop' },
    { argv: ['smoke', 'node', 'server.js', '--service=shop'], option: '--service=shop' },
    { argv: ['node', 'server.js', '--service', 'shop', '-x'], option: '--service shop' },
  ])('says where the name belongs: $argv', async ({ argv, option }) => {
    const { code, error } = await said(argv);
    expect(error).toContain(
      `The command gets ${option}, because it stands after the command. Write it before: otel-run ${option} <command>`,
    );
    expect(code).toBe(125);
  });

  it('is not given beside the word that is not found, where the configuration is valid', async () => {
    expect(await said(['-s', 'orders', 'no-such-command'])).toEqual({
      code: 127,
      error: 'otel-run: no-such-command: command not found\n',
    });
  });

  it('a short help without any argument', async () => {
    const { code, error } = await said([]);
    expect(code).toBe(125);
    expect(error.split('\n').length).toBeLessThan(15);
    expect(error).toMatch(/otel-run view -- npm run dev/);
    expect(error).toMatch(/otel-run --help shows all options/);
  });
});
